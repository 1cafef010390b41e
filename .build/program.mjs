// Puts the program into few files. To load some four hundred modules took longer than to start the first children, and what
// Ink and React bring along, the half of React for development included, took a fifteenth of the memory. A package stays by
// itself where it must: ink-table requires what cannot be required (see fitted-table.tsx), pino and chokidar look for files of
// theirs, node-pty has a native one; or where few want it. The library and its types are as tsc makes them.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const external = ['ink-table', 'pino', 'chokidar', '@xterm/headless', '@lydell/node-pty', 'react-devtools-core'];

rmSync('dist/program', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/cli/bin.ts'],
  outdir: 'dist/program',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  define: { 'process.env.NODE_ENV': '"production"' },
  // Names of functions stand in what a person reports.
  keepNames: true,
  legalComments: 'none',
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  external: external.flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
  metafile: true,
});

const packages = Object.keys(metafile.inputs).flatMap((path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
const licenses = [...new Set(packages)].sort().map((folder) => {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `${license}, ${author?.name ?? author}` : readFileSync(`${folder}/${file}`, 'utf8');
  return `${name} ${version}\n\n${text}`;
});
writeFileSync('dist/program/LICENSES.txt', licenses.join('\n\n'));
