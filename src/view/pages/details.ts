import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Page } from '../state/page.js';
import { fitLine, plainText } from '../text/span.js';
import { crashPage } from './crash.js';
import { containerSection } from './details-container.js';
import { crashesSection } from './details-crashes.js';
import { healthSection } from './details-health.js';
import { neighbourSection } from './details-neighbours.js';
import { detailsHead, nowSection } from './details-now.js';
import { endsSection, timelineSection } from './details-past.js';
import { type DetailsRow, section } from './details-rows.js';
import { treeSection } from './details-tree.js';
import { usageSection } from './details-usage.js';

/** What the details of a process are drawn from. */
export interface DetailsFacts {
  readonly name: string;
  readonly processes: readonly ProcessSnapshot[];
  /** Undefined where they are not known yet. */
  readonly details: ProcessDetails | undefined;
  readonly crashes: readonly CrashCard[];
  /** The id of the crash card that is shown; undefined shows the process. */
  readonly card: number | undefined;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** Which keys show the crash cards. */
  readonly cardsHint: string;
}

/** The details of a process as a page, or one of its crash cards. Every line is `width` cells. */
export function detailsPage(facts: DetailsFacts, width: number): Page {
  const { name, processes, details, crashes, card, now, wall } = facts;
  const process = processes.find((each) => each.name === name);
  const shown = card === undefined ? undefined : (crashes.find(({ id }) => id === card) ?? crashes.at(-1));
  if (shown !== undefined) return crashPage(name, shown, crashes, wall, width);
  if (process === undefined) {
    return { head: [fitLine([{ text: ` ${plainText(name)} is not there any more`, tone: 'dim' }], width)], lines: [] };
  }
  const rows = [
    ...nowSection(process, now, wall, width),
    ...crashesSection(crashes, wall, width, facts.cardsHint),
    ...(details === undefined ? [] : detailsSections(details, facts, width)),
  ].slice(1);
  return {
    head: [fitLine(detailsHead(process), width)],
    lines: rows.map(({ line }) => fitLine(line, width)),
    keys: rows.map(({ key }) => key),
  };
}

function detailsSections(details: ProcessDetails, { processes, wall }: DetailsFacts, width: number): readonly DetailsRow[] {
  return [
    ...containerSection(details.container),
    ...healthSection(details.probes, width, wall),
    ...usageSection(details.usage, width),
    ...neighbourSection(details.dependencies, details.dependents, processes),
    ...treeSection(details.tree),
    ...timelineSection(details.timeline, wall),
    ...endsSection(details.ends, wall),
    ...section('Configuration', textRows(details.configuration)),
  ];
}

function textRows(text: string): readonly DetailsRow[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ key: String(index), line: [{ text: plainText(line) }] }));
}
