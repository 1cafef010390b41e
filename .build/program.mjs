// Puts the program into few files. To load some four hundred modules took longer than to start the first children, and what
// Ink and React bring along, the half of React for development included, took a fifteenth of the memory. A package stays by
// itself where it must: pino looks for files of its own, node-pty has a native one; or where few want it. The library and its
// types are as tsc makes them.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const external = ['pino', '@xterm/headless', '@lydell/node-pty'];

// An `import` of one of Node's own modules reads all that it exports, getters too: of node:http that loads the whole of undici,
// 40 ms of every start. A stand-in loads the module with the first use of a member, and reads no other.
const ownModules = {
  name: 'own-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z0-9:_/]+$/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'own-module' } : undefined));
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

// A segmenter loads tables of Unicode, 9 ms, and V8 compiles the expressions of string-width for 30, most of it for the one for all
// emoji: both wait until text needs them. Every emoji has one of two properties in it, so on most characters that one is not tried.
const lateUnicode = {
  name: 'late-unicode',
  setup({ onLoad }) {
    onLoad(
      { filter: /(\/(src|components|hooks)\/.*|\/node_modules\/(string-width|slice-ansi|wrap-ansi|ink)\/.*)\.(js|tsx?)$/ },
      ({ path }) => {
        const source = readFileSync(path, 'utf8').replace(
          /^const (\w+) = (new Intl\.Segmenter\([^)]*\));$/gm,
          'let $1Made;\nconst $1 = { segment: (text) => ($1Made ??= $2).segment(text) };',
        );
        const contents = path.endsWith('string-width/index.js') ? withLateExpressions(source) : source;
        return { contents, loader: path.slice(path.lastIndexOf('.') + 1) };
      },
    );
  },
};

function withLateExpressions(source) {
  const late = source
    .replace(/^const (\w+Regex) = (\/.*\\p.*\/[guv]+);$/gm, 'let $1Made;\nconst $1 = () => ($1Made ??= $2);')
    .replace(/(visibleCharacter|spacingMark|extendedPictographic)Regex(?=[.)])/g, '$1Regex()');
  const contents = late.replace(
    'rgiEmojiRegex.test(segment)',
    '(/[\\p{Emoji_Presentation}\\uFE0F]/u.test(segment) && rgiEmojiRegex().test(segment))',
  );
  const calls = contents.match(/(?:visibleCharacter|spacingMark|extendedPictographic|rgiEmoji)Regex\(\)/g)?.length;
  const names = contents.match(/(?:visibleCharacter|spacingMark|extendedPictographic|rgiEmoji)Regex\b/g)?.length;
  if (contents === late || names !== calls + 4) throw new Error('string-width uses its expressions in another way now');
  return contents;
}

// Ink would load it where DEV is set; nobody has it installed.
const noDevtools = {
  name: 'no-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'no-devtools' }));
    onLoad({ filter: /.*/, namespace: 'no-devtools' }, () => ({ contents: 'export default {};' }));
  },
};

// ink-table requires what cannot be required (see components/ink-table.ts): it is given what is imported.
const inkTable = {
  name: 'ink-table',
  setup({ onLoad }) {
    onLoad({ filter: /\/components\/ink-table\.ts$/ }, ({ path }) => {
      const source = readFileSync(createRequire(path).resolve('ink-table'), 'utf8');
      const asked = [...new Set([...source.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name))];
      const imports = asked.map((name, index) => `import * as asked${index} from ${JSON.stringify(name)};`);
      const given = asked.map((name, index) => `${JSON.stringify(name)}: asked${index}`);
      const contents = `${imports.join('\n')}
const given = { ${given.join(', ')} };
const module = { exports: {} };
(function (exports, require) {
${source}
}).call(undefined, module.exports, (name) => given[name]);
export const InkTable = module.exports.default;`;
      return { contents, resolveDir: dirname(createRequire(path).resolve('ink-table')), loader: 'js' };
    });
  },
};

// What the commands in bin.ts's lists never reach; one that did would say so.
const unneeded =
  /src\/(cli\/(run\/(up|detach|run-once)|commands\/(attach|bundle|check|export|init|keys|replay|schema|simulate))|config\/schema\/json-schema)\.ts$/;
const askingOnly = {
  name: 'asking-only',
  setup({ onLoad }) {
    onLoad({ filter: unneeded }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${/src.*/.exec(path)[0]} is not in this file of the program`)});`,
    }));
  },
};

// What the MCP server is made of is a file of its own, which no other command loads.
const mcpApart = {
  name: 'mcp-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/mcp\/serve\.js$/ }, () => ({ path: './mcp.js', external: true }));
  },
};

rmSync('dist/program', { recursive: true, force: true });
const options = {
  outdir: 'dist/program',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.WATCHDOG_BUILT': '"yes"' },
  // Names of functions stand in what a user reports; without its blanks the file is a third smaller.
  keepNames: true,
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 200,
  legalComments: 'none',
  // Packages in CommonJS ask for Node's own modules by `require`. Node 20 has no getBuiltinModule before 20.16.
  banner: {
    js: "const require = (process.getBuiltinModule?.('node:module') ?? (await import('node:module'))).createRequire(import.meta.url);",
  },
  plugins: [ownModules, mcpApart, inkTable, lateUnicode, noDevtools],
  external: external.flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
  metafile: true,
};
// One file, in which modules still begin with their first use: to find and link a hundred took longer than to run them.
const { metafile } = await build({ ...options, entryPoints: ['src/cli/program.ts'] });
await build({ ...options, entryPoints: ['src/cli/bin.ts'], external: [...options.external, './program.js'] });
await build({ ...options, entryPoints: { small: 'src/cli/program.ts' }, plugins: [askingOnly, ...options.plugins] });

const mcp = await build({ ...options, entryPoints: { mcp: 'src/cli/mcp/serve.ts' } });

// One character beyond Latin-1, and V8 keeps a file of two megabytes in two bytes each. esbuild leaves them in expressions only.
for (const name of readdirSync('dist/program').filter((each) => each.endsWith('.js'))) {
  const source = readFileSync(`dist/program/${name}`, 'utf8');
  const escaped = source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (escaped !== source) writeFileSync(`dist/program/${name}`, escaped);
}

// The table of ink-table stands in the file as text, so what it is made of names the package only by its folder.
const packages = [...Object.keys({ ...metafile.inputs, ...mcp.metafile.inputs }), 'node_modules/ink-table'].flatMap(
  (path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
);
const licenses = [...new Set(packages)].sort().map((folder) => {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `${license}, ${author?.name ?? author}` : readFileSync(`${folder}/${file}`, 'utf8');
  return `${name} ${version}\n\n${text}`;
});
writeFileSync('dist/program/LICENSES.txt', licenses.join('\n\n'));
