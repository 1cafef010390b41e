// Puts the program into few files. To load some four hundred modules took longer than to start the first children, and what
// Ink and React bring along, the half of React for development included, took a fifteenth of the memory. A package stays by
// itself where it must: pino looks for files of its own, node-pty has a native one; or where few want it. The library and its
// types are as tsc makes them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { inkOutput, inkTable, lateRequires, lateSchema, lateUnicode, noModuleAwait, ownRequire } from './plugins.mjs';
import { buildThreeFiles } from './three-files.mjs';

const external = ['pino', '@xterm/headless', '@lydell/node-pty'];

// What Node has in itself costs time where Node did not need it yet, undici behind node:http most of all: a stand-in loads it with the
// first use of a member. Nor is each of a hundred importers to get a copy of all members for the sake of its default export.
const standIns = Object.fromEntries(
  ['child_process', 'crypto', 'dns', 'fs/promises', 'http', 'https', 'net', 'os', 'perf_hooks', 'readline']
    .concat(['stream/promises', 'string_decoder', 'tls', 'tty', 'v8', 'vm', 'worker_threads', 'zlib'])
    .map((name) => [name, Object.keys(process.getBuiltinModule(name))]),
);
const ownModules = `const $url = require('node:url').pathToFileURL(__filename).href;
const $withDefault = (() => {
  const load = require;
  const loaded = {};
  const standIns = ${JSON.stringify(standIns)};
  function standIn(members, name) {
    const made = {};
    let own;
    for (const member of members) Object.defineProperty(made, member, { enumerable: true, get: () => (own ??= load(name))[member] });
    return made;
  }
  const membersOf = (name) => standIns[name.replace('node:', '')];
  require = (name) => (loaded[name] ??= membersOf(name) ? standIn(membersOf(name), name) : load(name));
  const withDefaults = {};
  return (name) => (withDefaults[name] ??= Object.create(require(name), { default: { value: require(name) } }));
})();
`;

// What the small commands (see src/cli/start/commands.ts) never reach; one that did would say so.
const unneeded =
  /src\/(cli\/(run\/(up|detach|once)|commands\/(attach|bundle|check|export|init|keys|replay|schema|simulate))|config\/schema\/json-schema)\.ts$/;
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
    onResolve({ filter: /\/mcp\/serve\.js$/ }, () => ({ path: './mcp.cjs', external: true }));
  },
};

rmSync('dist/program', { recursive: true, force: true });
const shared = {
  outdir: 'dist/program',
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { 'process.env.NODE_ENV': '"production"' },
  // Names stay as they are, since they stand in what a user reports; without its blanks the file is a third smaller.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 200,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};
const packages = external.flatMap((name) => [name, `${name}/*`]);
// CommonJS is loaded sooner than a module is found, linked and run, and all in one file, in which each module still begins with its
// first use.
const options = {
  ...shared,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { ...shared.define, 'import.meta.url': '$url' },
  banner: { js: ownModules },
  // What is loaded late comes by `require` as well.
  supported: { 'dynamic-import': false },
  plugins: [mcpApart, inkTable, inkOutput, noModuleAwait, lateRequires, lateSchema, lateUnicode],
  external: packages,
};
// All of zod is four times what is used of it; its inner names stand in types only.
const named = new Set(sourcesBelow('src').flatMap((source) => [...source.matchAll(/\bz\.(\w+)/g)].map(([, name]) => name)));
const zodFacade = `export { ${[...named].filter((name) => name in z && name !== 'core')} } from 'zod';`;
const inputs = await buildThreeFiles(options, {
  first: 'src/cli/program.ts',
  early: /\/(command-line|run\/(up|once))\.ts$/,
  required: /\/config\/schema\/|\/yaml\/dist\/index\.js$/,
  facades: { 'node_modules/zod/index.js': zodFacade },
});
await build({ ...options, entryPoints: { small: 'src/cli/program.ts' }, plugins: [askingOnly, ...options.plugins] });
const mcp = await build({ ...options, entryPoints: { mcp: 'src/cli/mcp/serve.ts' } });

// What src/adapters/node/code-cache.ts loads with what V8 compiled of it. It finds the function there that Node puts around a file, so
// that it need not copy all of it.
const withCode = ['program.cjs', 'schema.cjs', 'late.cjs', 'small.cjs'];
const wrapped = (source) => `(function (exports, require, module, __filename, __dirname) {${source}\n})`;

for (const name of readdirSync('dist/program').filter((each) => each.endsWith('.cjs'))) {
  const path = `dist/program/${name}`;
  const source = readFileSync(path, 'utf8').replace(/__toESM\d*\(require\("((?:node:)?[a-z_/0-9]+)"\),1\)/g, (call, own) =>
    isBuiltin(own) ? `$withDefault("${own}")` : call,
  );
  // One character beyond Latin-1, and V8 keeps a file of two megabytes in two bytes each. esbuild leaves them in expressions only.
  const plain = source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(path, withCode.includes(name) ? wrapped(plain) : plain);
}

// What is named bin.js can be CommonJS in a folder that says so.
writeFileSync('dist/program/package.json', JSON.stringify({ type: 'commonjs' }));
const hash = createHash('sha256');
for (const name of withCode) hash.update(readFileSync(`dist/program/${name}`));
await build({
  ...options,
  outExtension: {},
  entryPoints: ['src/cli/bin.ts'],
  plugins: [ownRequire, lateRequires],
  external: ['./program.js'],
  define: { ...options.define, 'process.env.WATCHDOG_BUILD': JSON.stringify(hash.digest('hex').slice(0, 16)) },
  banner: { js: "const $url = require('node:url').pathToFileURL(__filename).href;" },
});

// The table of ink-table stands in the file as text, so what it is made of names the package only by its folder.
const bundled = [...inputs, ...Object.keys(mcp.metafile.inputs), 'node_modules/ink-table'].flatMap(
  (path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
);
const licenses = [...new Set(bundled)].sort().map((folder) => {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `${license}, ${author?.name ?? author}` : readFileSync(`${folder}/${file}`, 'utf8');
  return `${name} ${version}\n\n${text}`;
});
writeFileSync('dist/program/LICENSES.txt', licenses.join('\n\n'));

function sourcesBelow(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}
