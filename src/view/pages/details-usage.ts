import type { UsagePoint } from '../../supervisor/history/exits.js';
import { formatMemory, formatShare } from '../text/quantities.js';
import { sparkline } from '../text/sparkline.js';
import { sparkCells } from './details-health.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/** CPU and memory of the whole tree lately, as bars; nothing where neither is measured. */
export function usageSection(usage: readonly UsagePoint[], width: number): readonly DetailsRow[] {
  const shown = usage.slice(-sparkCells(width));
  const row = (key: 'cpu' | 'memory', say: (value: number) => string): DetailsRow => {
    const values = shown.map((point) => point[key]);
    const text = `   ${say(values.at(-1)!)}   peak ${say(Math.max(...values))}`;
    return { key, line: labelled(key, { text: sparkline(values), tone: 'key' }, { text, tone: 'dim' }) };
  };
  return section('Usage', shown.length === 0 ? [] : [row('cpu', formatShare), row('memory', formatMemory)]);
}
