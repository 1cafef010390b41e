import { nodeClock } from '../../adapters/node/clock.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { ShutdownSequence } from './shutdown-sequence.js';

/** Lines of output in one excerpt. */
const mostLines = 30;

/** How a build machine folds lines: what is before and after them. */
interface Folding {
  open(title: string, id: string): string;
  close(id: string): string;
}

const plain: Folding = { open: (title) => `--- ${title}`, close: () => '' };

/**
 * By the variable that the machine sets. As they document it: GitHub "Grouping log lines", GitLab "Custom collapsible sections", Azure
 * "Formatting commands", Buildkite "Managing log output".
 */
const foldings: Readonly<Record<string, Folding>> = {
  GITHUB_ACTIONS: { open: (title) => `::group::${title.replaceAll('%', '%25')}`, close: () => '::endgroup::' },
  GITLAB_CI: {
    open: (title, id) => `\x1b[0Ksection_start:${seconds()}:${id}[collapsed=true]\r\x1b[0K${title}`,
    close: (id) => `\x1b[0Ksection_end:${seconds()}:${id}\r\x1b[0K`,
  },
  TF_BUILD: { open: (title) => `##[group]${title}`, close: () => '##[endgroup]' },
  BUILDKITE: plain,
};

/** On a machine that builds, says at the end of the run how each process died that has not recovered, folded as the machine does it. */
export function excerptsAtEnd(
  watchdog: Watchdog,
  ending: Pick<ShutdownSequence, 'atEnd'>,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const folding = foldingOf(environment);
  if (folding === undefined) return;
  const excerpts = watchFailures(watchdog, folding);
  ending.atEnd(() =>
    process.stderr.write(
      excerpts()
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
}

/** How lines are folded on this machine; undefined where it is none that builds. */
function foldingOf(environment: Readonly<Record<string, string | undefined>>): Folding | undefined {
  const known = Object.keys(foldings).find((name) => isSet(environment[name]));
  return known === undefined ? (isSet(environment.CI) ? plain : undefined) : foldings[known];
}

/** Watches which processes fail. @returns says for each that has not recovered how it died, folded */
function watchFailures(watchdog: Watchdog, folding: Folding): () => readonly string[] {
  const failing = new Set<string>();
  watchdog.on('state', ({ name, to }) => {
    if (to === 'failed' || to === 'circuit_open' || to === 'backoff') failing.add(name);
    else if (to === 'running' || to === 'completed') failing.delete(name);
  });
  return () =>
    [...failing].flatMap((name, index) => {
      const card = watchdog.crashes(name).at(-1);
      return card === undefined ? [] : excerpt(name, card, folding, `watchdog_${index}`);
    });
}

/** A card as it is folded. A line of output begins with a mark, so that it is no command to the machine, and holds none either. */
function excerpt(name: string, card: CrashCard, folding: Folding, id: string): readonly string[] {
  const [cause] = card.causes;
  const texts = [
    ...(cause === undefined ? [] : [`cause: ${cause.what}`, ...(cause.advice === '' ? [] : [`to do: ${cause.advice}`])]),
    ...(card.count > 1 ? [`the same crash ${card.count} times`] : []),
  ];
  const lines = card.lines.slice(-mostLines).map(({ text }) => `| ${noCommand(text)}`);
  const close = folding.close(id);
  return [
    folding.open(noCommand(`${name}: ${card.words}`), id),
    ...texts.map((text) => `  ${noCommand(text)}`),
    ...lines,
    ...(close === '' ? [] : [close]),
  ];
}

/** GitHub and Azure look for `##[…]` and `##vso[…]` in the middle of a line too. */
function noCommand(text: string): string {
  return plainLine(text).replace(/##(?=\w*\[)/g, '# #');
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}

function seconds(): number {
  return Math.floor(nodeClock.wallTime() / 1000);
}
