const usualNames = /TOKEN|SECRET|PASSWORD|KEY|^AUTHORIZATION$|^COOKIE$/i;

/**
 * Whether the value of a variable or a header must not be shown, by its name.
 * @param patterns whole names in which `*` stands for any characters and `?` for one, beside the usual words; case does not matter
 */
export function isSecret(name: string, patterns: readonly string[]): boolean {
  return usualNames.test(name) || patterns.some((pattern) => matchesGlob(name.toUpperCase(), pattern.toUpperCase()));
}

/** Goes back to the last `*` only, so that no pattern takes long. */
function matchesGlob(name: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const sign = pattern[inPattern];
    if (sign === '*') {
      star = inPattern;
      starAt = at;
      inPattern += 1;
    } else if (sign === '?' || sign === name[at]) {
      inPattern += 1;
      at += 1;
    } else if (star !== -1) {
      starAt += 1;
      at = starAt;
      inPattern = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
