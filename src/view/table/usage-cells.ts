import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { formatCpu, formatMemory } from '../text/quantities.js';
import type { Span } from '../text/span.js';

/** The cells that two ports of five digits take. */
export const portsWidth = '65535 65534'.length;

const unknown: Span = { text: '–', tone: 'dim' };

/** What its whole tree uses of a core. */
export function cpuCell({ cpu }: ProcessSnapshot): Span {
  return cpu === null ? unknown : { text: formatCpu(cpu), tone: 'plain' };
}

/** The memory of its whole tree. */
export function memoryCell({ memory }: ProcessSnapshot): Span {
  return memory === null ? unknown : { text: formatMemory(memory), tone: 'plain' };
}

/** The ports that it listens on; the first and how many more where there is no room for all. */
export function portsCell({ ports }: ProcessSnapshot): Span {
  if (ports.length === 0) return unknown;
  const all = ports.join(' ');
  return { text: all.length <= portsWidth ? all : `${ports[0]} +${ports.length - 1}`, tone: 'plain' };
}

/** How many errors stand in its log. */
export function errorsCell({ errors }: ProcessSnapshot): Span {
  if (errors === 0) return unknown;
  return { text: errors < 1000 ? String(errors) : `${Math.min(99, Math.floor(errors / 1000))}k`, tone: 'plain' };
}
