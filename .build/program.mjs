// Puts the program into few files. To load some four hundred modules took longer than to start the first children, and what
// Ink and React bring along, the half of React for development included, took a fifteenth of the memory. A package stays by
// itself where it must: ink-table requires what cannot be required (see fitted-table.tsx), pino and chokidar look for files of
// theirs, node-pty has a native one; or where few want it. The library and its types are as tsc makes them.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

const external = ['ink-table', 'pino', 'chokidar', '@xterm/headless', '@lydell/node-pty', 'react-devtools-core'];

// An `import` of one of Node's own modules reads all that it exports, getters too: of node:http that loads the whole of undici,
// 40 ms of every start. A stand-in loads the module with the first use of a member, and reads no other.
const ownModules = {
  name: 'own-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z:_/]+$/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'own-module' } : undefined));
    onLoad({ filter: /.*/, namespace: 'own-module' }, ({ path }) => {
      const own = process.getBuiltinModule(path);
      const load = `process.getBuiltinModule?.(${JSON.stringify(path)}) ?? require(${JSON.stringify(path)})`;
      // One that can be called or is assigned to has to be itself.
      if (typeof own === 'function' || own === process) return { contents: `module.exports = ${load};` };
      const members = JSON.stringify(Object.keys(own));
      return {
        contents: `let own;
for (const member of ${members}) Object.defineProperty(exports, member, { enumerable: true, get: () => (own ??= ${load})[member] });`,
      };
    });
  },
};

// V8 takes 30 ms to compile the expressions of string-width, most of it for the one for all emoji: they wait until text needs them.
// Every emoji has one of two properties in it, which is seen at once, so that one is not even tried on most characters.
const lateExpressions = {
  name: 'late-expressions',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/string-width\/index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const lazy = source
        .replace(/^const (\w+Regex) = (\/.*\\p.*\/[guv]+);$/gm, 'let $1Made;\nconst $1 = () => ($1Made ??= $2);')
        .replace('const segmenter = new Intl.Segmenter();', 'let segmenter;')
        .replace('segmenter.segment(', '(segmenter ??= new Intl.Segmenter()).segment(')
        .replace(/(visibleCharacter|spacingMark|extendedPictographic)Regex(?=[.)])/g, '$1Regex()');
      const contents = lazy.replace(
        'rgiEmojiRegex.test(segment)',
        '(/[\\p{Emoji_Presentation}\\uFE0F]/u.test(segment) && rgiEmojiRegex().test(segment))',
      );
      const calls = contents.match(/(?:visibleCharacter|spacingMark|extendedPictographic|rgiEmoji)Regex\(\)/g)?.length;
      const names = contents.match(/(?:visibleCharacter|spacingMark|extendedPictographic|rgiEmoji)Regex\b/g)?.length;
      if (contents === lazy || !contents.includes('(segmenter ??=') || names !== calls + 4)
        throw new Error('string-width uses its expressions in another way now');
      return { contents };
    });
  },
};

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
  // Packages in CommonJS ask for Node's own modules by `require`. Node 20 has no getBuiltinModule before 20.16.
  banner: {
    js: "const require = (process.getBuiltinModule?.('node:module') ?? (await import('node:module'))).createRequire(import.meta.url);",
  },
  plugins: [ownModules, lateExpressions],
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
