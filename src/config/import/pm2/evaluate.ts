import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { ConfigError } from '../../problems/config-error.js';
import { displayPath } from '../../problems/diagnostic.js';
import type { ImportAround } from '../common/imported.js';

/** Milliseconds that a file may take to say what it exports. */
const limitMs = 10_000;
const mostBytes = 4 * 1024 * 1024;

/** Loads the file as pm2 does and writes what it exports to descriptor 3, so that what it prints is in nobody's way. */
const program = `
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { writeFileSync } = require('node:fs');
const file = process.argv[1];
const load = async () => {
  try { return createRequire(file)(file); } catch (error) {
    if (!/ERR_REQUIRE|ERR_REQUIRE_ASYNC_MODULE/.test(error && error.code)) throw error;
    return import(pathToFileURL(file).href);
  }
};
load().then(async (loaded) => {
  const value = loaded && typeof loaded === 'object' && 'default' in loaded ? loaded.default : loaded;
  writeFileSync(3, JSON.stringify(await value) ?? 'null');
  process.exit(0);
}).catch((error) => {
  process.stderr.write(String((error && error.message) || error).split('\\n')[0]);
  process.exit(1);
});
`;

/**
 * What a file of JavaScript exports, found by running it in a program of its own, which is said before.
 * @param file absolute
 * @throws ConfigError where it throws, takes too long or exports nothing
 */
export function evaluate(file: string, { environment, report }: ImportAround): unknown {
  const shown = displayPath(file);
  report(`runs ${shown} with node to read its exports, for at most ${limitMs / 1000}s`);
  const { status, signal, error, output, stderr, pid } = spawnSync(process.execPath, ['-e', program, file], {
    cwd: dirname(file),
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: mostBytes,
    // A group of its own, of which nothing is left behind.
    detached: true,
  } as Parameters<typeof spawnSync>[2] & { detached: boolean });
  endGroup(pid);
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') {
    throw new ConfigError(
      `${shown}: not finished after ${limitMs / 1000}s; write its exports to a ${basename(file, '.js')}.json`,
    );
  }
  if (error !== undefined || status !== 0) {
    const why = String(stderr ?? '').trim() || (signal === null ? `exit code ${status}` : signal) || String(error);
    throw new ConfigError(`${shown}: cannot be run: ${why.slice(0, 300)}`);
  }
  try {
    return JSON.parse(String(output[3] ?? ''));
  } catch {
    throw new ConfigError(`${shown}: exports nothing that can be read`);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined || pid <= 1) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}
