/** Writes to stdout and waits until it is taken. A reader that went away ends the program quietly, as it ends `cat`. */
export function print(text: string): Promise<void> {
  // Without a listener a lost reader would be an uncaught exception; the callback below has it as well.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === undefined || error === null) return resolve();
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
      reject(error);
    });
  });
}

/** Writes a line to stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
