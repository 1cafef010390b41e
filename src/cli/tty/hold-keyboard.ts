const ctrlC = 3;

/**
 * Takes the keyboard until the dashboard does, so that no key is echoed into the screen while it loads, or becomes a command
 * for what the person has not seen yet: all keys are dropped, but for Ctrl+C. At the end of the program, whenever that is, the
 * terminal edits and echoes lines again. The standard input must be a terminal.
 * @param onInterrupt called for each Ctrl+C
 * @returns lets go, without going back to echoing; who reads next must begin as soon as the promise resolves
 */
export function holdKeyboard(onInterrupt: () => void): () => Promise<void> {
  const { stdin } = process;
  const onKeys = (keys: Buffer): void => {
    for (const key of keys) if (key === ctrlC) onInterrupt();
  };
  stdin.setRawMode(true);
  stdin.on('data', onKeys);
  process.once('exit', () => stdin.setRawMode(false));
  return async () => {
    // What was typed while a module was being evaluated still waits in the system; the second turn has read it.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // No pause, after which Node would not begin to read again for somebody who listens to `readable`, as Ink does.
    stdin.off('data', onKeys);
  };
}
