import type { TreeRow } from '../../ports/inspector.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import { plainText } from '../text/span.js';
import { type DetailsRow, section } from './details-rows.js';

/**
 * The processes of its tree, each under the one that started it, with the ports that they listen on, and how it is known which these
 * are; nothing before it was asked for.
 */
export function treeSection({ tree, knownBy }: Pick<ProcessDetails, 'tree' | 'knownBy'>): readonly DetailsRow[] {
  const pids = new Set(tree?.map(({ pid }) => pid));
  const below = (parent: number | undefined, depth: number): readonly DetailsRow[] =>
    (tree ?? [])
      .filter((row) => (parent === undefined ? !pids.has(row.parent) : row.parent === parent))
      .flatMap((row) => [{ key: String(row.pid), line: treeLine(row, depth) }, ...below(row.pid, depth + 1)]);
  return section('Processes and ports', below(undefined, 0), knownBy);
}

const asleep: Readonly<Record<string, string>> = { T: 'suspended', D: 'in an uninterruptible wait' };

function treeLine({ pid, program, runState, ports }: TreeRow, depth: number): DetailsRow['line'] {
  const state = asleep[runState];
  return [
    { text: `${'  '.repeat(depth)}${depth === 0 ? '' : '└ '}` },
    { text: `${pid} `, tone: 'dim' },
    { text: plainText(program) },
    { text: ports.length === 0 ? '' : `   listens on ${ports.join(', ')}`, tone: 'key' },
    { text: state === undefined ? '' : `   ${state}`, tone: 'progress' },
  ];
}
