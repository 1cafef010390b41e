// Puts the program into three files: what a start needs before its first child; what is loaded after that, the screen above all; and
// what is loaded only for a configuration that is not known yet. V8 takes over what it has compiled of a file as a whole, so a start
// pays for everything in its file, needed or not.
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const [programFile, schemaFile, lateFile] = ['program.cjs', 'schema.cjs', 'late.cjs'];

/**
 * Builds program.cjs, schema.cjs and late.cjs. Each has what the others ask it for in its `parts`, by the path of the source; a module is
 * in one of them only.
 * @param options of esbuild for each of them
 * @param first the module that the program begins in; what it exports the first file exports
 * @param early which dynamic imports are in the first file all the same, by their path
 * @param required which modules are in schema.cjs where they are required by a call, which is when they are used
 * @param facades what late.cjs gets of a module of schema.cjs in the place of all of it, as source; by the path of the module
 * @returns the paths of all that is in them
 */
export async function buildThreeFiles(options, { first, early, required, facades }) {
  const seen = { [lateFile]: new Set(), [schemaFile]: new Set() };
  const fileOf = (path, kind) => {
    if (kind === 'dynamic-import') return early.test(path) ? undefined : lateFile;
    return required.test(path) ? schemaFile : undefined;
  };
  // Round one: what the first file needs, and what is imported later.
  const tried = { ...options, write: false };
  const laterOnes = withLater((path, kind) => {
    const file = fileOf(path, kind);
    if (file !== undefined) seen[file].add(path);
    return file;
  });
  const found = await build({ ...tried, entryPoints: [first], plugins: [laterOnes, ...options.plugins] });
  const inFirst = new Set(inputsOf(found));
  const [late, schema] = [lateFile, schemaFile].map((file) => [...seen[file]].filter((path) => !inFirst.has(path)).sort());
  // Round two: what the others need of it and of each other.
  const wanted = { [programFile]: new Set(), [schemaFile]: new Set(schema) };
  const note = (file, path) => void wanted[file].add(path);
  const fromFirst = (path) => (inFirst.has(path) ? programFile : undefined);
  const foundSchema = await build({ ...tried, ...entry(schema), plugins: [withOthers(fromFirst, note), ...options.plugins] });
  const inSchema = new Set(inputsOf(foundSchema));
  const fromBoth = (path) => fromFirst(path) ?? (inSchema.has(path) ? schemaFile : undefined);
  await build({ ...tried, ...entry(late), plugins: [withOthers(fromBoth, note), ...options.plugins] });

  const written = {};
  const namesIn = (file, path) => {
    const { parts, formats } = written[file];
    return path in facades || formats[path]?.format !== 'cjs' ? Object.keys(parts[path]()) : undefined;
  };
  const write = async (file, content, plugins) => {
    const outfile = join(options.outdir, file);
    const { metafile } = await build({
      ...content,
      ...options,
      outdir: undefined,
      outfile,
      plugins: [...plugins, ...options.plugins],
    });
    const { parts } = createRequire(import.meta.url)(join(process.cwd(), outfile));
    written[file] = { parts, formats: metafile.inputs };
    return inputsOf({ metafile });
  };
  const later = withLater((path, kind) => {
    const file = fileOf(path, kind);
    return file === lateFile ? (late.includes(path) ? file : undefined) : schema.includes(path) ? file : undefined;
  });
  return [
    ...(await write(programFile, entry([...wanted[programFile]].sort(), `export * from './${first}';`), [later])),
    ...(await write(schemaFile, entry([...wanted[schemaFile]].sort()), [withFacades(facades), withOthers(fromFirst, namesIn)])),
    ...(await write(lateFile, entry(late), [withOthers(fromBoth, namesIn)])),
  ];
}

function entry(paths, more = '') {
  const parts = paths.map((path) => `  ${JSON.stringify(path)}: () => require(${JSON.stringify(`./${path}`)}),\n`);
  return { stdin: { contents: `${more}\nexport const parts = {\n${parts.join('')}};\n`, resolveDir: process.cwd() } };
}

function inputsOf({ metafile }) {
  // What a plugin wrote has its own namespace before the path.
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => !/^\w+:|^<stdin>$/.test(path)),
  );
}

/** Gives parts of a module in its place to those who ask by the name of the part. */
function withFacades(facades) {
  return {
    name: 'with-facades',
    setup({ onResolve, onLoad }) {
      // Only the entry names a package by its folder.
      onResolve({ filter: /^\.\/node_modules\// }, ({ path }) =>
        path.slice(2) in facades ? { path: path.slice(2), namespace: 'facade' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'facade' }, ({ path }) => ({ contents: facades[path], resolveDir: process.cwd() }));
    },
  };
}

/** Takes what is needed later from the file that it is in. @param fileOf undefined for what is needed at once */
function withLater(fileOf) {
  return {
    name: 'with-later',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^\.|^yaml$/ }, async ({ path, kind, resolveDir, namespace, pluginData }) => {
        const mayBeLater = kind === 'dynamic-import' || (kind === 'require-call' && namespace === 'file');
        if (!mayBeLater || pluginData === resolved) return undefined;
        const source = await sourceOf(resolve, path, { kind, resolveDir });
        const file = source === undefined ? undefined : fileOf(source, kind);
        return file === undefined ? undefined : { path: source, namespace: 'later', pluginData: file };
      });
      onLoad({ filter: /.*/, namespace: 'later' }, ({ path, pluginData: file }) => ({
        contents: `module.exports = require('./${file}').parts[${JSON.stringify(path)}]();`,
      }));
      onResolve({ filter: /.*/, namespace: 'later' }, ({ path }) => ({ path, external: true }));
    },
  };
}

/** Takes what is in another file from there. @param fileOf undefined for what is in none of them */
function withOthers(fileOf, namesIn) {
  return {
    name: 'with-others',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, namespace, pluginData }) => {
        if (namespace !== 'file' || kind === 'entry-point' || pluginData === resolved) return undefined;
        const source = await sourceOf(resolve, path, { kind, resolveDir });
        const file = source === undefined ? undefined : fileOf(source);
        return file === undefined ? undefined : { path: source, namespace: 'other', pluginData: file };
      });
      onLoad({ filter: /.*/, namespace: 'other' }, ({ path, pluginData: file }) => {
        const part = `require('./${file}').parts[${JSON.stringify(path)}]()`;
        const names = namesIn(file, path);
        if (names === undefined) return { contents: `module.exports = ${part};` };
        const values = names.map((name, index) => `const v${index} = part[${JSON.stringify(name)}];\n`).join('');
        const exported = names.map((name, index) => `v${index} as ${name}`).join(', ');
        return { contents: `const part = ${part};\n${values}export { ${exported} };` };
      });
      onResolve({ filter: /.*/, namespace: 'other' }, ({ path }) => ({ path, external: true }));
    },
  };
}

const resolved = Symbol('resolved');

/** The path of what is imported, from the root of the project; undefined for a package that stays by itself, or what is Node's. */
async function sourceOf(resolve, path, { kind, resolveDir }) {
  const { path: source, external, namespace, errors } = await resolve(path, { kind, resolveDir, pluginData: resolved });
  return external || errors.length > 0 || namespace !== 'file' ? undefined : relative(process.cwd(), source);
}
