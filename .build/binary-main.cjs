// What the executable without Node begins with: it unpacks the program into the cache folder, once for each build, and imports it
// from there. A program that is a file of its own has top-level await, modules beside it and native parts, which one inside has not.
const { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { homedir, tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { getAsset } = require('node:sea');
const { gunzipSync } = require('node:zlib');

const hash = getAsset('hash', 'utf8');

/** A folder of this user's own, closed to all others, in which nobody else can have put anything. */
function privateFolder(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(path);
  if (uid !== process.getuid()) throw new Error(`${path} is another user's`);
  if ((mode & 0o077) !== 0) chmodSync(path, 0o700);
  return path;
}

function unpackInto(cache) {
  const folder = join(cache, hash);
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  const fresh = mkdtempSync(join(cache, 'unpacking-'));
  try {
    for (const [path, mode, content] of JSON.parse(gunzipSync(Buffer.from(getAsset('bundle'))).toString())) {
      const file = join(fresh, path);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, Buffer.from(content, 'base64'), { mode });
    }
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another start was faster.
    if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
  return folder;
}

function unpack() {
  const usual = process.platform === 'darwin' ? join(homedir(), 'Library/Caches') : join(homedir(), '.cache');
  const { XDG_CACHE_HOME } = process.env;
  const caches = XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : usual;
  let fault;
  for (const cache of [join(caches, 'watchdog'), join(tmpdir(), `watchdog-${process.getuid()}-cache`)]) {
    try {
      return unpackInto(privateFolder(cache));
    } catch (error) {
      fault = error;
    }
  }
  process.stderr.write(
    `watchdog: it cannot be unpacked: ${fault.message}; let XDG_CACHE_HOME name a folder that can be written\n`,
  );
  process.exit(70);
}

const [self, , first, ...rest] = process.argv;
const folder = unpack();
const start = createRequire(join(folder, '/'))('./start.cjs');
if (first === '-e') {
  // As Node would: how the program runs a file of JavaScript of somebody else's.
  const [source, ...args] = rest;
  process.argv = [self, ...args];
  start.evaluate(source, createRequire(join(process.cwd(), '/')));
} else {
  const bin = join(folder, 'dist/program/bin.js');
  // What starts the program again, as for --detach, names its file as it does with Node.
  const given = first === undefined ? [] : [first, ...rest];
  process.argv = [self, bin, ...(first === bin ? rest : given)];
  start.run();
}
