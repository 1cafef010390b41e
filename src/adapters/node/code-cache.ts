import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { readKept, writeKept } from './kept-file.js';

/**
 * Milliseconds after which what runs on has compiled what it needs at its start. Shorter than the first poll of `tuneYoungHeap`, which
 * changes flags of V8: what is kept under others is not taken.
 */
const settledMs = 4000;

/** The same where nothing was kept before: most of it is there by then, and not every run lasts. */
const startedMs = 1000;

/** Days after which what no build wrote to is of one that is gone. */
const keptDays = 30;

/** Builds that are kept at most, a few megabytes each. */
const keptBuilds = 5;

/** Before the code stands after how many milliseconds of the run it was kept. */
const headerBytes = 4;

/** What a file of the built program is: the build puts the function around it that Node would. */
type Wrapper = (exports: object, require: unknown, module: { exports: object }, file: string, folder: string) => void;

/** What is to be loaded, and for which run. */
interface Loading {
  /** In CommonJS, with nothing in it beyond ASCII. */
  readonly file: string;
  /** The names of the files beside it with what it loads late, by `require`; each of them may require the others. */
  readonly others: readonly string[];
  /** What V8 compiles is kept for each. */
  readonly command: string;
  /** Where it is kept; undefined for nowhere. It need not be there yet. */
  readonly folder: string | undefined;
  readonly require: NodeJS.Require;
}

/**
 * Loads a file of the built program, which is in CommonJS, with the code that V8 made of it in an earlier run of the same command. To
 * compile it again takes as long as all the rest of the start. Node's own cache of compiled code leaves out all functions that are
 * compiled when they are first called, which is nearly every one.
 *
 * Where there is no such folder the program starts later and is the same.
 */
export function loadCompiled<Exports extends object>({ file, others, command, folder, require }: Loading): Exports {
  const cacheNames = new Map([[`./${basename(file)}`, command]]);
  for (const other of others) cacheNames.set(`./${other}`, `${command}-${basename(other, '.cjs')}`);
  const loaded = new Map<string, object>();
  const given = (name: string): unknown => {
    const cacheName = cacheNames.get(name);
    return cacheName === undefined ? require(name) : (loaded.get(name) ?? load(name, cacheName));
  };
  const load = (name: string, cacheName: string): object => {
    const path = join(dirname(file), name);
    const module = { exports: {} };
    const script = compiled(path, folder === undefined ? undefined : join(folder, cacheName), require);
    (script.runInThisContext() as Wrapper)(module.exports, given, module, path, dirname(path));
    loaded.set(name, module.exports);
    return module.exports;
  };
  return given(`./${basename(file)}`) as Exports;
}

/** Compiles a file, or takes what was kept, and keeps it later where that was too little. */
function compiled(file: string, cache: string | undefined, require: NodeJS.Require): Script {
  const kept = cache === undefined ? undefined : readCache(cache);
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(kept === undefined ? {} : { cachedData: kept.code }),
  });
  if (cache !== undefined) {
    const afterMs = script.cachedDataRejected ? 0 : (kept?.afterMs ?? 0);
    // What ran once, at the start, would be forgotten before it is kept.
    if (afterMs === 0) (require('node:v8') as typeof import('node:v8')).setFlagsFromString('--no-flush-bytecode');
    if (afterMs < settledMs) keepLater(script, cache, afterMs, require);
  }
  return script;
}

/** What was kept; undefined where there is nothing, or not what was written: V8 itself would not notice, and crash. */
function readCache(path: string): { readonly code: Buffer; readonly afterMs: number } | undefined {
  const kept = readKept(path);
  return kept && { code: kept.subarray(headerBytes), afterMs: kept.readUInt32LE() };
}

/**
 * Keeps what is compiled once the start is over, or at the end of a command that went well: one that failed compiled but its message.
 * @param afterMs what is there was kept that long after the start of its run; a run that ends before twice that adds too little
 */
function keepLater(script: Script, path: string, afterMs: number, require: NodeJS.Require): void {
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  let keptMs = afterMs;
  const keep = (): void => {
    if (keptMs >= settledMs) return;
    keptMs = Math.max(1, Math.round(runsFor()));
    try {
      // V8 takes what was kept only under the flags of that moment.
      setFlagsFromString('--flush-bytecode');
      const code = script.createCachedData();
      const header = Buffer.alloc(headerBytes);
      header.writeUInt32LE(keptMs);
      writeKept(path, Buffer.concat([header, code]));
      removeOld(dirname(dirname(path)));
    } catch {
      // The next run tries again.
    }
    if (keptMs < settledMs) setFlagsFromString('--no-flush-bytecode');
  };
  if (afterMs === 0) setTimeout(keep, startedMs).unref();
  setTimeout(keep, settledMs).unref();
  process.once('exit', (status) => {
    if (status === 0 && runsFor() > 2 * keptMs) keep();
  });
}

/** Keeps the newest builds. */
function removeOld(folder: string): void {
  const builds = readdirSync(folder).map((name) => ({ path: join(folder, name), at: lstatSync(join(folder, name)).mtimeMs }));
  const oldest = Date.now() - keptDays * 24 * 60 * 60 * 1000;
  builds.sort((one, other) => other.at - one.at);
  for (const [index, { path, at }] of builds.entries()) {
    if (index >= keptBuilds || at < oldest) rmSync(path, { recursive: true, force: true });
  }
}

/** Milliseconds since the program was started. */
function runsFor(): number {
  return process.uptime() * 1000;
}
