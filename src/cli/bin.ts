#!/usr/bin/env node
import { fstatSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../adapters/node/cache-folder.js';
import { loadCompiled } from '../adapters/node/code-cache.js';
import { ownVersion } from '../adapters/node/own-version.js';
import { leaveInitToAShell } from './start/as-init.js';
import { whatToLoad } from './start/commands.js';

// Children must get the environment as it was.
const environment = { ...process.env };
if (process.pid === 1) leaveInitToAShell(environment);

if (process.platform === 'win32') {
  process.stderr.write('watchdog: Windows is not supported yet; it runs on Linux and macOS, and in WSL\n');
  process.exit(1);
}

// Node would open its debugger on a TCP port.
process.on('SIGUSR1', () => {});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`watchdog: Node ${process.versions.node} is older than 22.12, the oldest supported version; continuing\n`);
}

if (!printedVersion(process.argv.slice(2))) {
  const { file, others, command } = whatToLoad(process.argv.slice(2), isTerminal(1));
  const build = process.env.WATCHDOG_BUILD; // Put in by the build.
  const require = createRequire(import.meta.url);
  const folder = build === undefined ? undefined : cacheFolder(environment, build);
  const program: typeof import('./program.js') | Promise<typeof import('./program.js')> =
    build === undefined
      ? import('./program.js')
      : loadCompiled({ file: fileURLToPath(new URL(file, import.meta.url)), others, command, folder, require });
  void Promise.resolve(program).then(({ main }) => main(process.argv, environment, folder));
}

/** Prints the version where nothing else is asked for, which needs no more of the program; false where it could not. */
function printedVersion(args: readonly string[]): boolean {
  if (args.length !== 1 || !['--version', '-V'].includes(args[0]!)) return false;
  try {
    writeSync(1, `${ownVersion()}\n`);
    return true;
  } catch {
    return false; // The program says why.
  }
}

/** As far as its kind shows: the module that knows takes longer to load than to guess. */
function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}
