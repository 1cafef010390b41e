import { formatDuration } from '../../policy/words/duration.js';
import type { ProbeRecord, ProbeTrack } from '../../supervisor/health/history.js';
import { type Line, plainText, type Span } from '../text/span.js';
import { sparkline } from '../text/sparkline.js';
import { formatMoment } from '../text/times.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/** The cells that a sparkline may take on a page of `width` cells. */
export function sparkCells(width: number): number {
  return width >= 110 ? 60 : 30;
}

/** The last results of each probe: their latencies as bars, those of failures red, and what the last one found. */
export function healthSection(probes: readonly ProbeTrack[], width: number, wall: number): readonly DetailsRow[] {
  return section(
    'Health',
    probes.flatMap(({ id, records }): readonly DetailsRow[] => {
      const last = records.at(-1);
      if (last === undefined) return [{ key: id, line: labelled(id, { text: 'not asked yet', tone: 'dim' }) }];
      return [
        {
          key: id,
          line: labelled(id, ...bars(records.slice(-sparkCells(width))), { text: `   ${latencies(records)}`, tone: 'dim' }),
        },
        { key: `${id} last`, line: labelled('', ...lastFound(last, records, wall)) },
      ];
    }),
  );
}

function bars(records: readonly ProbeRecord[]): Line {
  const glyphs = [...sparkline(records.map(({ latencyMs }) => latencyMs))];
  const spans: Span[] = [];
  for (const [index, { ok }] of records.entries()) {
    const tone = ok ? 'good' : 'trouble';
    const before = spans.at(-1);
    if (before?.tone === tone) spans[spans.length - 1] = { tone, text: before.text + glyphs[index] };
    else spans.push({ tone, text: glyphs[index]! });
  }
  return spans;
}

function latencies(records: readonly ProbeRecord[]): string {
  const all = records.map(({ latencyMs }) => latencyMs);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? formatDuration(most) : `${formatDuration(least)} to ${formatDuration(most)}`;
}

function lastFound({ ok, message, at, latencyMs }: ProbeRecord, records: readonly ProbeRecord[], wall: number): Line {
  const failed = records.filter((record) => !record.ok).length;
  return [
    { text: ok ? '✔ ' : '✖ ', tone: ok ? 'good' : 'trouble' },
    { text: `${plainText(message)}, ${formatDuration(latencyMs)}`, tone: ok ? 'plain' : 'trouble' },
    { text: `   ${formatMoment(at, wall)}   ${failed} of the last ${records.length} failed`, tone: 'dim' },
  ];
}
