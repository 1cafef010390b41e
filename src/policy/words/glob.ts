/**
 * Whether a whole name is as a pattern, in which `*` stands for any characters and `?` for one. Without a regular expression, whose
 * steps could grow with a power of the length: this goes back to the last `*` only.
 */
export function matchesGlob(name: string, pattern: string): boolean {
  let [at, from] = [0, 0];
  let [star, retry] = [-1, 0];
  while (from < name.length) {
    if (pattern[at] === '*') {
      star = at;
      retry = from;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[from])) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      retry += 1;
      from = retry;
      at = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
