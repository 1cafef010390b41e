import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the system says about where this program runs. */
export interface Surroundings {
  readonly env: { readonly XDG_RUNTIME_DIR?: string | undefined };
  readonly platform: NodeJS.Platform;
  readonly temporaryFolder: string;
  readonly userId: number;
}

/** A Unix socket's path, closing zero included, has room for so many bytes. */
const roomOnLinux = 108;
const roomElsewhere = 104;

/** The surroundings of this program. */
export function ownSurroundings(): Surroundings {
  return {
    env: process.env,
    platform: process.platform,
    temporaryFolder: tmpdir(),
    userId: process.getuid?.() ?? 0,
  };
}

/**
 * The path of a project's control socket, for the server and for its clients: in `.watchdog/`, or, where that path is too long
 * for the system, under a name made from the project's folder in a folder of this user's own.
 * @param projectDirectory absolute; has to exist
 */
export function socketPath(projectDirectory: string, surroundings: Surroundings = ownSurroundings()): string {
  const { env, platform, temporaryFolder, userId } = surroundings;
  const room = platform === 'linux' ? roomOnLinux : roomElsewhere;
  const fits = (path: string): boolean => Buffer.byteLength(path) < room;
  // Two ways to the same folder must lead to the same socket.
  const folder = realpathSync(projectDirectory);
  const own = join(folder, '.watchdog', 'watchdog.sock');
  if (fits(own)) return own;
  const name = `${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`;
  const folders = [env.XDG_RUNTIME_DIR, temporaryFolder].filter((path) => path?.startsWith('/'));
  const elsewhere = folders.map((path) => join(path!, `watchdog-${userId}`, name)).find(fits);
  return elsewhere ?? join('/tmp', `watchdog-${userId}`, name);
}
