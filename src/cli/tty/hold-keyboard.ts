import { nodeClock } from '../../adapters/node/clock.js';
import { backgroundQuestion, type Rgb, readBackground } from '../../view/text/background.js';

const ctrlC = 3;

/** Milliseconds for which an answer of the terminal is waited for once everything else is loaded. */
const answerMs = 100;

/** Characters of an answer that are kept. */
const longestAnswer = 4096;

/** The keyboard while the dashboard is loading. */
export interface HeldKeyboard {
  /**
   * Lets go, without going back to echoing, once the terminal has answered or its time is over; who reads next must begin as soon
   * as the promise resolves, and must not take a late answer for keys. Resolves with the background of the terminal, where it is known.
   */
  release(): Promise<Rgb | undefined>;
}

/**
 * Takes the keyboard until the dashboard does, so that no key is echoed into the screen while it loads, or becomes a command
 * for what the user has not seen yet: all keys are dropped, but for Ctrl+C. At the end of the program, whenever that is, the
 * terminal edits and echoes lines again. The standard input must be a terminal.
 * @param onInterrupt called for each Ctrl+C
 * @param asks whether the terminal is asked for its background meanwhile
 */
export function holdKeyboard(onInterrupt: () => void, asks: boolean): HeldKeyboard {
  const { stdin, stdout } = process;
  let reply = '';
  let answered = (): void => {};
  const answer = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const onKeys = (keys: Buffer): void => {
    for (const key of keys) if (key === ctrlC) onInterrupt();
    if (!asks || reply.length > longestAnswer) return;
    reply += keys.toString('latin1');
    if (readBackground(reply).isWhole) answered();
  };
  stdin.setRawMode(true);
  stdin.on('data', onKeys);
  process.once('exit', () => stdin.setRawMode(false));
  if (asks) stdout.write(backgroundQuestion);
  return {
    release: async () => {
      if (asks) await within(answer, answerMs);
      // What was typed while a module was being evaluated still waits in the system; the second turn has read it.
      for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      // No pause, after which Node would not begin to read again for a listener to `readable`, as Ink does.
      stdin.off('data', onKeys);
      return readBackground(reply).background;
    },
  };
}

async function within(promise: Promise<void>, ms: number): Promise<void> {
  let timer: Disposable | undefined;
  const late = new Promise<void>((resolve) => {
    timer = nodeClock.setTimer(resolve, ms);
  });
  await Promise.race([promise, late]);
  timer?.[Symbol.dispose]();
}
