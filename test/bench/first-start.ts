import { compare } from './comparison.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';
import { Subject } from './subject.js';

/** How long the user waits from the command to the first child's exec, and to the hundredth's. */
export async function measure(): Promise<readonly Row[]> {
  await keepCompiled();
  return [
    ...(await untilStarted(1, 'start of the program to the first exec')),
    ...(await untilStarted(100, 'the same to 100 execs')),
  ];
}

/** The first start of a build keeps what it compiled, once it has run for a second. */
async function keepCompiled(): Promise<void> {
  await using subject = await Subject.watchdog({ commands: ['exec sleep 600'] });
  await subject.ready();
  await new Promise((resolve) => setTimeout(resolve, 5000));
}

function untilStarted(count: number, title: string): Promise<readonly Row[]> {
  return compare([{ title, unit: 'ms' }], async (start) => {
    await using notebook = await Notebook.open();
    const commands = Array.from({ length: count }, () => `${notebook.noteTime}; exec sleep 600`);
    await using subject = await start({ commands });
    const times = await notebook.numbers(count);
    return [Math.max(...times) * 1000 - subject.startedAt];
  });
}
