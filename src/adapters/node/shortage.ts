/** What the system is short of, by the code of its error. */
const shortages: Readonly<Record<string, string>> = {
  EMFILE: 'no file descriptor is free for the watchdog; raise the limit with ulimit -n',
  ENFILE: 'no file descriptor is free on this machine',
  ENOMEM: 'there is not enough memory',
  EAGAIN: 'the system allows no more processes or threads; see ulimit -u',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

const noWatches =
  'the system allows this user no further watches of files; see fs.inotify.max_user_watches and max_user_instances';

/** What is short, in words; undefined where an error does not come from a shortage. */
export function shortageIn(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  // The same codes as of the disk and of descriptors, and neither is short.
  if (syscall === 'watch' && (code === 'ENOSPC' || code === 'EMFILE')) return noWatches;
  return code !== undefined && Object.hasOwn(shortages, code) ? shortages[code] : undefined;
}

/** Whether an error says only that the system is short of something, so that the same may succeed a moment later. */
export function isShortage(error: unknown): boolean {
  return shortageIn(error) !== undefined;
}
