import { readAlone } from '../node/start-program.js';

/** One process that listens on a TCP port. */
export interface Listener {
  readonly pid: number;
  readonly port: number;
}

/** Where there is no /proc: asks `lsof` for those that listen; none where it is not there. */
export async function runLsof(
  which: { readonly pids: readonly number[] } | { readonly ports: readonly number[] },
): Promise<readonly Listener[]> {
  const chosen = 'pids' in which ? ['-p', which.pids.join(','), '-iTCP'] : [`-iTCP:${which.ports.join(',')}`];
  const args = ['-nP', '-a', '-sTCP:LISTEN', ...chosen, '-Fpn'];
  // It ends with 1 where it finds nothing, and then prints nothing.
  return parseLsof(await readAlone('lsof', args, { timeout: 5000 }));
}

/** What `lsof -Fpn` prints: a line `p…` with a pid, then lines `n…` with the addresses that it listens on. */
export function parseLsof(text: string): readonly Listener[] {
  let pid = 0;
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    const port = line.startsWith('n') ? Number(line.slice(line.lastIndexOf(':') + 1)) : Number.NaN;
    return Number.isInteger(port) ? [{ pid, port }] : [];
  });
}
