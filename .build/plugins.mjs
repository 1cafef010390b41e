// What sources and packages do in a way that a bundle cannot, or that costs a start too much: each plugin of esbuild changes one of
// them, and ends the build where it finds it written otherwise.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';

// A segmenter loads tables of Unicode, 9 ms, and V8 compiles the expressions of string-width for 30, most of it for the one for all
// emoji: both wait until text needs them. Every emoji has one of two properties in it, so on most characters that one is not tried.
export const lateUnicode = {
  name: 'late-unicode',
  setup({ onLoad }) {
    onLoad(
      {
        filter:
          /(\/(src|components|hooks)\/.*|\/node_modules\/(string-width|slice-ansi|wrap-ansi|ink|@alcalzone\/ansi-tokenize)\/.*)\.(js|tsx?)$/,
      },
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

// A file in CommonJS has no `await` of its own. Ink loads its tools of development so, where DEV is set, and nobody has them
// installed; the layout engine is awaited by what opens the screen (see layoutEngine in src/cli/tty/dashboard.tsx).
export const noModuleAwait = {
  name: 'no-module-await',
  setup({ onLoad }) {
    const changed = (filter, changes) =>
      onLoad({ filter }, ({ path }) => {
        const contents = changes.reduce(
          (source, [from, to]) => {
            const replaced = source.replace(from, to);
            if (replaced === source) throw new Error(`${path} is written in another way now`);
            return replaced;
          },
          readFileSync(path, 'utf8'),
        );
        if (/^(const|let|var).*\bawait |^if .*\n( .*\n)* .*\bawait /m.test(contents))
          throw new Error(`${path} awaits in another way now`);
        return { contents };
      });
    changed(/\/ink\/build\/reconciler\.js$/, [[/^if \(process\.env\['DEV'\] === 'true'\) \{\n( .*\n)*\}/gm, '']]);
    const startsYoga = `import enums from './generated/YGEnums.js';
const Yoga = { ...enums };
globalThis[Symbol.for('watchdog.layout')] = loadYoga().then((assembly) => Object.assign(Yoga, wrapAssembly(assembly)));`;
    // It would fetch its code from a URL that holds it, and Node loads all of its HTTP client for that, 40 ms and some megabytes.
    changed(/\/yoga-wasm-base64-esm\.js$/, [['w||"function"!=typeof fetch?Promise', '1?Promise']]);
    changed(/\/yoga-layout\/dist\/src\/index\.js$/, [['const Yoga = wrapAssembly(await loadYoga());', startsYoga]]);
  },
};

// What our sources load late by createRequire, since the library has to, is in the file as well.
export const lateRequires = {
  name: 'late-requires',
  setup({ onLoad }) {
    onLoad(
      { filter: /\/src\/.*(problems\/caret-frame|read\/procfile-settings|words\/expression|node\/own-version)\.ts$/ },
      ({ path }) => {
        const source = readFileSync(path, 'utf8');
        const contents = source.replaceAll('createRequire(import.meta.url)(', 'require(');
        if (contents === source) throw new Error(`${path} requires nothing late any more`);
        return { contents, loader: 'ts' };
      },
    );
  },
};

// What reads YAML, and the schema of a configuration, is not needed where a configuration is known to be right: those who import it get
// it when they first use it. In CommonJS an import is an object whose members are used, which can be got late; the rest of the module
// is put back into what it was.
const wanted =
  /^import (?!type )[^;]* from '((?:[a-z./]*\/)?schema\/(?:containers|depends-on|file|parts|port|process|zod-problems)\.js|yaml)';$/m;
export const lateSchema = {
  name: 'late-schema',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (path.includes('/config/schema/') || !wanted.test(source)) return undefined;
      const { code } = await transform(source, { loader: 'ts', format: 'cjs', target: 'node20' });
      return { contents: withLateImports(code, path), loader: 'js' };
    });
  },
};

function withLateImports(code, path) {
  const head = /^[\s\S]*?\n__export\(stdin_exports, \{([\s\S]*?)\n\}\);\nmodule\.exports = __toCommonJS\(stdin_exports\);\n/;
  const members = head.exec(code)?.[1].match(/\w+: \(\) => \S+?(?=,|$)/gm);
  if (members === undefined) throw new Error(`${path} does not export what it did`);
  const exported = members.map((each) => each.split(': () => ')).map(([name, local]) => `${local} as ${name}`);
  const late = [];
  const body = code.replace(head, '').replace(/^var (\w+) = (?:__toESM\()?require\("([^"]+)"\)\)?;$/gm, (_, name, from) => {
    if (!wanted.test(`import {} from '${from}';`)) return `import * as ${name} from "${from}";`;
    late.push(name);
    return `let ${name}Made;\nconst ${name} = () => (${name}Made ??= require("${from}"));`;
  });
  const called = late.reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\.`, 'g'), `(${name}()).`), body);
  return `${called}\nexport { ${exported.join(', ')} };\n`;
}

// ink-table requires what cannot be required (see components/ink-table.ts): it is given what is imported.
export const inkTable = {
  name: 'ink-table',
  setup({ onLoad }) {
    onLoad({ filter: /\/components\/ink-table\.ts$/ }, ({ path }) => {
      const source = readFileSync(createRequire(path).resolve('ink-table'), 'utf8');
      // A row is named by its place as well, so any text does for its hash, and needs none of the system's cryptography.
      const asked = [...new Set([...source.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name))].filter(
        (name) => name !== 'object-hash',
      );
      const imports = asked.map((name, index) => `import * as asked${index} from ${JSON.stringify(name)};`);
      const given = asked.map((name, index) => `${JSON.stringify(name)}: asked${index}`);
      const contents = `${imports.join('\n')}
const given = { ${given.join(', ')}, 'object-hash': { sha1: JSON.stringify } };
const module = { exports: {} };
(function (exports, require) {
${source}
}).call(undefined, module.exports, (name) => given[name]);
export const InkTable = module.exports.default;`;
      return { contents, resolveDir: dirname(createRequire(path).resolve('ink-table')), loader: 'js' };
    });
  },
};

// Ink's output is not exported: its file is loaded by its path, and here bundled like the rest of Ink.
export const inkOutput = {
  name: 'ink-output',
  setup({ onLoad }) {
    onLoad({ filter: /\/components\/ink-output\.ts$/ }, ({ path }) => ({
      contents: `export { default as InkOutput } from ${JSON.stringify(join(dirname(createRequire(path).resolve('ink')), 'output.js'))};`,
      resolveDir: dirname(path),
    }));
  },
};

// With node:module Node loads what reads source maps, 4 ms, and CommonJS has a `require` already.
export const ownRequire = {
  name: 'own-require',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:module$/ }, ({ path }) => ({ path, namespace: 'own-require' }));
    onLoad({ filter: /.*/, namespace: 'own-require' }, () => ({ contents: 'exports.createRequire = () => require;' }));
  },
};
