/** Where a port can be in a message, the surest form first. */
const forms = [
  /\bport[ =:"']{1,3}(\d{1,5})\b/i,
  /(?:^|[\s\w\]*.:('"])[:](\d{1,5})\b(?![:.]\d)/,
  /['"], (\d{1,5})\)/,
  /\bport \(?(\d{1,5})\b/i,
  /\bport(?: in range|\(s\) already bound): (\d{1,5})\b/,
  /\b(?:0\.0\.0\.0|127\.0\.0\.1|localhost|::1?),? (\d{2,5})\b/,
];

const stamps = /\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b/g;
const ipv6 = /\[(?:[0-9a-f]{0,4}:){2,8}[0-9a-f.]{0,39}\]/gi;
const codePlaces =
  /\S{1,200}\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|php|cs|ex|exs|lua|pl|c|cc|cpp|cfg|conf|ini|ya?ml|toml|json|xml):\d+(?::\d+)?/g;

/** What a line around a message may say of its port. */
const near = [forms[0]!, /[\w\]]:(\d{2,5}) (?:refused|failed)\b/];

/** Lines below or above a message in which its details may be. */
const reach = 10;

/** The TCP port that a message names; undefined where it names none. */
export function portIn(text: string): number | undefined {
  const line = text.replace(stamps, '').replace(codePlaces, '').replace(ipv6, '*');
  for (const form of forms) {
    const port = valid(form.exec(line)?.[1]);
    if (port !== undefined) return port;
  }
  return undefined;
}

/** The TCP port in a message, or in the lines around it where they say `port`; undefined where there is none. */
export function portNear(lines: readonly string[], at: number): number | undefined {
  const own = portIn(lines[at] ?? '');
  if (own !== undefined) return own;
  for (let distance = 1; distance <= reach; distance += 1) {
    for (const other of [lines[at + distance], lines[at - distance]]) {
      for (const form of near) {
        const port = valid(form.exec(other ?? '')?.[1]);
        if (port !== undefined) return port;
      }
    }
  }
  return undefined;
}

function valid(digits: string | undefined): number | undefined {
  const port = Number(digits ?? 0);
  return port > 0 && port < 65_536 ? port : undefined;
}
