// Makes one file for this platform that needs no Node, dist/binary/watchdog: Node itself, with the built program and the packages that
// it does not have in itself (see binary-main.cjs). To be run by the Node that is to be in it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inject } from 'postject';

const folder = 'dist/binary';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const parts = ['dist/program', 'LICENSE', ...packagesOf('.', ['pino', '@xterm/headless', '@lydell/node-pty'])];
const files = parts.flatMap((part) => filesIn(part)).sort();
// Of the package itself its program needs only the name and the version.
const own = JSON.stringify({ name: 'watchdog-tui', version, type: 'module', exports: { './package.json': './package.json' } });
// A file on the disk may import one; what is inside the executable may not.
const start = `exports.run = () => import('./dist/program/bin.js');
exports.evaluate = (source, require) => eval(source);
`;
const bundle = gzipSync(
  JSON.stringify([
    ['package.json', 0o600, Buffer.from(own).toString('base64')],
    ['start.cjs', 0o600, Buffer.from(start).toString('base64')],
    ...files.map((file) => [file, (statSync(file).mode & 0o100) === 0 ? 0o600 : 0o700, readFileSync(file).toString('base64')]),
  ]),
  { level: 9 },
);
writeFileSync(join(folder, 'bundle.gz'), bundle);
writeFileSync(join(folder, 'hash'), createHash('sha256').update(bundle).digest('hex').slice(0, 32));
const blob = join(folder, 'blob');
const config = {
  main: '.build/binary-main.cjs',
  output: blob,
  disableExperimentalSEAWarning: true,
  assets: { bundle: join(folder, 'bundle.gz'), hash: join(folder, 'hash') },
};
writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
execFileSync(process.execPath, ['--experimental-sea-config', join(folder, 'config.json')], {
  stdio: ['ignore', 'ignore', 'inherit'],
});

const binary = join(folder, 'watchdog');
copyFileSync(process.execPath, binary);
chmodSync(binary, 0o755);
const isMac = process.platform === 'darwin';
if (isMac) execFileSync('codesign', ['--remove-signature', binary]);
await inject(binary, 'NODE_SEA_BLOB', readFileSync(blob), {
  sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
  ...(isMac ? { machoSegmentName: 'NODE_SEA' } : {}),
});
if (isMac) execFileSync('codesign', ['--sign', '-', binary]);
for (const name of readdirSync(folder)) if (name !== 'watchdog') rmSync(join(folder, name));

/** The folders of these packages and of all that they need, as far as they are installed. */
function packagesOf(from, names, found = new Set()) {
  for (const name of names) {
    const place = placesAbove(from)
      .map((above) => join(above, 'node_modules', name))
      .find((path) => existsSync(join(path, 'package.json')));
    if (place === undefined || found.has(place)) continue; // An optional one, of another platform.
    found.add(place);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    packagesOf(place, Object.keys({ ...dependencies, ...optionalDependencies }), found);
  }
  return [...found];
}

function placesAbove(folder) {
  return folder === '.' ? ['.'] : [folder, ...placesAbove(dirname(folder))];
}

/** What of a folder is needed to run: no types, no maps, no tests, no pages. */
function filesIn(path) {
  if (statSync(path).isFile()) return /\.(d\.[mc]?ts|[mc]?ts|map|md|yml|tap)$/.test(path) ? [] : [path];
  if (/(^|\/)(tests?|docs|benchmarks?|examples|fixtures|\.github)$/.test(path)) return [];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
