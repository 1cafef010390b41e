import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolderName } from './state-folder.js';

/** What the system says about where this program runs. */
export interface SocketEnvironment {
  readonly env: { readonly XDG_RUNTIME_DIR?: string | undefined };
  readonly platform: NodeJS.Platform;
  readonly temporaryFolder: string;
  readonly userId: number;
}

/** A Unix socket's path, closing zero included, has room for so many bytes. */
const roomOnLinux = 108;
const roomElsewhere = 104;

/** The environment of this program. */
function ownEnvironment(): SocketEnvironment {
  return {
    env: process.env,
    platform: process.platform,
    temporaryFolder: tmpdir(),
    userId: process.getuid?.() ?? 0,
  };
}

/** Where the state of a project's run may be. */
export interface StatePlaces {
  /** Beside the configuration. */
  readonly own: string;
  /** In folders of this user's own, the preferred first, under a name made from the project's folder. */
  readonly elsewhere: readonly string[];
}

/**
 * Where the state of a project's run may be. Two ways to the same folder lead to the same places.
 * @param projectDirectory absolute; has to exist
 */
export function statePlaces(projectDirectory: string, surroundings: SocketEnvironment = ownEnvironment()): StatePlaces {
  const { env, temporaryFolder, userId } = surroundings;
  const folder = realpathSync(projectDirectory);
  const name = shortHash(folder);
  const roots = [env.XDG_RUNTIME_DIR, temporaryFolder, '/tmp'].filter((path) => path?.startsWith('/'));
  const elsewhere = roots.map((path) => join(path!, `watchdog-${userId}`, name));
  return {
    own: join(folder, stateFolderName),
    elsewhere: [...new Set(elsewhere)].filter((place) => fits(`${place}.sock`, surroundings)),
  };
}

/**
 * The path of a project's control socket, for the server and for its clients: in `.watchdog/`, or, where that path is too long
 * for the system, under a name made from the project's folder in a folder of this user's own.
 * @param projectDirectory absolute; has to exist
 */
export function socketPath(projectDirectory: string, surroundings: SocketEnvironment = ownEnvironment()): string {
  const { own, elsewhere } = statePlaces(projectDirectory, surroundings);
  const path = join(own, 'watchdog.sock');
  return fits(path, surroundings) ? path : `${elsewhere[0]}.sock`;
}

function fits(path: string, { platform }: SocketEnvironment): boolean {
  return Buffer.byteLength(path) < (platform === 'linux' ? roomOnLinux : roomElsewhere);
}

/** 64 bits that hardly two folders share, in hexadecimal: FNV-1a, since to load node:crypto takes longer than all else here. */
function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
