import type { Neighbour } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { stateWords } from '../state/words.js';
import { plainText } from '../text/span.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/** What a process needs and what needs it, each with its state and why it is in it. */
export function neighbourSection(
  dependencies: readonly Neighbour[],
  dependents: readonly Neighbour[],
  processes: readonly ProcessSnapshot[],
): readonly DetailsRow[] {
  return section('Dependencies', [
    ...dependencies.flatMap((other) => neighbourRow('needs', `must be ${other.condition}`, other, processes)),
    ...dependents.flatMap((other) => neighbourRow('needed by', `wants it ${other.condition}`, other, processes)),
  ]);
}

function neighbourRow(
  label: string,
  wish: string,
  { name }: Neighbour,
  processes: readonly ProcessSnapshot[],
): readonly DetailsRow[] {
  const other = processes.find((process) => process.name === name);
  if (other === undefined) return [];
  const { glyph, word, tone } = stateWords(other);
  const brief = other.brief === '' ? '' : `   ${plainText(other.brief)}`;
  const line = labelled(
    label,
    { text: plainText(name) },
    { text: `   ${glyph} ${word}`, tone },
    { text: `   ${wish}${brief}`, tone: 'dim' },
  );
  return [{ key: `${label} ${name}`, line }];
}
