/** What the system is short of, by the code of its error. */
const shortages: Readonly<Record<string, string>> = {
  EMFILE: 'no file descriptor is free for the watchdog; raise the limit with ulimit -n',
  ENFILE: 'no file descriptor is free on this machine',
  ENOMEM: 'there is not enough memory',
  EAGAIN: 'the system allows no further process or thread; see ulimit -u',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

/** What is short, in words; undefined where an error does not come from a shortage. */
export function shortageIn(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code !== undefined && Object.hasOwn(shortages, code) ? shortages[code] : undefined;
}

/** Whether an error says only that the system is short of something, so that the same may succeed a moment later. */
export function isShortage(error: unknown): boolean {
  return shortageIn(error) !== undefined;
}
