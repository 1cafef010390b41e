import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { formatCpu, formatMemory } from '../text/quantities.js';
import type { Span } from '../text/span.js';
import { shortUrl, urlSpan } from '../text/web-address.js';

/** The cells that two ports of five digits take. */
export const portsWidth = '65535 65534'.length;

/** The cells that "localhost:65535/docs" takes. */
export const urlWidth = 'localhost:65535/docs'.length;

const nothing: Span = { text: '', tone: 'dim' };

/** What its whole tree uses of a core; a dash where it is up and that is not known. */
export function cpuCell(process: ProcessSnapshot): Span {
  return figure(process, process.cpu, formatCpu);
}

/** The memory of its whole tree; a dash where it is up and that is not known. */
export function memoryCell(process: ProcessSnapshot): Span {
  return figure(process, process.memory, formatMemory);
}

function figure({ state }: ProcessSnapshot, amount: number | null, format: (amount: number | null) => string): Span {
  if (amount === null) return state === 'running' ? { text: format(null), tone: 'dim' } : nothing;
  return { text: format(amount), tone: 'plain' };
}

/** The ports that it listens on; the first and how many more where there is no room for all. */
export function portsCell({ ports }: ProcessSnapshot): Span {
  if (ports.length === 0) return nothing;
  const all = ports.join(' ');
  return { text: all.length <= portsWidth ? all : `${ports[0]} +${ports.length - 1}`, tone: 'plain' };
}

/** Where a browser finds it, as a link; the ports that it listens on where it has no URL. */
export function urlCell(process: ProcessSnapshot): Span {
  return urlSpan(process.url, shortUrl) ?? portsCell(process);
}

/** How many errors were found in its log. */
export function errorsCell({ errors }: ProcessSnapshot): Span {
  if (errors === 0) return nothing;
  return { text: errors < 1000 ? String(errors) : `${Math.min(99, Math.floor(errors / 1000))}k`, tone: 'plain' };
}
