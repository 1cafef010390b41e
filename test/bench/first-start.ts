import { TemporaryFolder } from '../fixtures/temporary-folder.js';
import { compare } from './comparison.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';
import { type Load, Subject } from './subject.js';

/**
 * How long the user waits from the command to the first child's exec, to the hundredth's, and to the first whole frame: in a project that
 * was started before, and in one whose configuration has changed since.
 */
export async function measure(): Promise<readonly Row[]> {
  return [
    ...(await untilStarted(1, ['start of the program to the first exec', 'start of the program to the first whole frame'])),
    ...(await untilStarted(100, ['the same to 100 execs'])),
    ...(await untilStarted(1, ['the same to the first, of a configuration that was changed'], { isChanged: true })),
  ];
}

/** @param titles of the exec that comes last, and of the first frame if that is wanted */
async function untilStarted(count: number, titles: readonly string[], { isChanged = false } = {}): Promise<readonly Row[]> {
  await using folder = await TemporaryFolder.make();
  await using notebook = await Notebook.open();
  const loadOf = (round: number): Load => ({
    folder: folder.path,
    commands: Array.from({ length: count }, () => `${notebook.noteTime}; exec sleep 600${isChanged ? ` # ${round}` : ''}`),
  });
  await runBefore(loadOf(0));
  let round = 0;
  const rows = titles.map((title) => ({ title, unit: 'ms' }));
  return await compare(rows, async (start) => {
    notebook.clear();
    round += 1;
    await using subject = await start(loadOf(round));
    const drawn = subject.ready().then(() => Date.now() - subject.startedAt);
    const times = await notebook.numbers(count);
    const figures = [Math.max(...times) * 1000 - subject.startedAt, await drawn];
    await ended(subject);
    return figures.slice(0, titles.length);
  });
}

/** The first start keeps what it compiled and what the configuration says, once it has run for some seconds. */
async function runBefore(load: Load): Promise<void> {
  await using subject = await Subject.watchdog(load);
  await subject.ready();
  await new Promise((resolve) => setTimeout(resolve, 5000));
  await ended(subject);
}

/** As a user ends it: the next start has nothing to clear away after it. */
async function ended(subject: Subject): Promise<void> {
  process.kill(subject.terminal.pid, 'SIGTERM');
  await subject.terminal.exited;
}
