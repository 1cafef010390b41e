// Puts the program into few files, since loading some four hundred modules took longer than starting the first children.
// What stands between the start and the first child comes with it: our own modules, and zod, yaml and commander. The rest stays a
// package of its own and is loaded when it is wanted; the library and its types are as tsc makes them.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const bundled = ['zod', 'yaml', 'commander'];
const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !bundled.includes(name));

rmSync('dist/program', { recursive: true, force: true });
await build({
  entryPoints: ['src/cli/bin.ts'],
  outdir: 'dist/program',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Names of functions stand in what a person reports.
  keepNames: true,
  legalComments: 'none',
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  external: packages.flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
});

const licenses = bundled.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8')}`);
writeFileSync('dist/program/LICENSES.txt', licenses.join('\n\n'));
