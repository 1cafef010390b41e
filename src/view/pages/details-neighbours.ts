import type { Neighbour } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { stateWords } from '../state/words.js';
import { plainText } from '../text/span.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/** What a process depends on and what depends on it, each with its state and why it is in it. */
export function neighbourSection(
  dependencies: readonly Neighbour[],
  dependents: readonly Neighbour[],
  processes: readonly ProcessSnapshot[],
): readonly DetailsRow[] {
  return section('Dependencies', [
    ...dependencies.flatMap((other) => neighbourRow('depends on', other, processes)),
    ...dependents.flatMap((other) => neighbourRow('dependents', other, processes)),
  ]);
}

function neighbourRow(
  label: string,
  { name, condition }: Neighbour,
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
    { text: `   until ${condition}${brief}`, tone: 'dim' },
  );
  return [{ key: `${label} ${name}`, line }];
}
