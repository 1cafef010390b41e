// Puts the program into two files: what a start needs before its first child, and what is loaded after that, the screen above all. V8
// takes over what it has compiled of a file as a whole, so a start pays for everything in its file, needed or not.
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const [programFile, lateFile] = ['program.cjs', 'late.cjs'];

/**
 * Builds both files, program.cjs and late.cjs. Each has what the other asks it for in its `parts`, by the path of the source; a module
 * is in one of them only.
 * @param options of esbuild for each of them
 * @param first the module that the program begins in; what it exports the first file exports
 * @param early which dynamic imports are in the first file all the same, by their path
 * @param required which modules are in the second file where they are required by a call, which is when they are used
 * @returns the paths of all that is in them
 */
export async function buildTwoFiles(options, { first, early, required }) {
  const lateOnes = new Set();
  const isLate = (path, kind) => (kind === 'dynamic-import' ? !early.test(path) : required.test(path));
  // Round one: what the first file needs, and what is imported late.
  const found = await build({
    ...options,
    entryPoints: [first],
    write: false,
    plugins: [withLate(isLate, lateOnes), ...options.plugins],
  });
  const inFirst = new Set(inputsOf(found));
  const late = [...lateOnes].filter((path) => !inFirst.has(path)).sort();
  // Round two: what the second needs of the first.
  const wanted = new Set();
  const second = (given) => ({ ...entry(late), ...options, ...given });
  await build(second({ write: false, plugins: [withFirst(inFirst, (path) => void wanted.add(path)), ...options.plugins] }));
  const shared = [...wanted].sort();

  const program = await build({
    ...entry(shared, `export * from './${first}';`),
    ...options,
    outdir: undefined,
    outfile: join(options.outdir, programFile),
    plugins: [withLate((path) => late.includes(path), new Set()), ...options.plugins],
  });
  const { parts } = createRequire(import.meta.url)(join(process.cwd(), options.outdir, programFile));
  const isCommonJs = (path) => program.metafile.inputs[path].format === 'cjs';
  const namesIn = (path) => (isCommonJs(path) ? undefined : Object.keys(parts[path]()));
  const screen = await build(
    second({
      outdir: undefined,
      outfile: join(options.outdir, lateFile),
      plugins: [withFirst(inFirst, namesIn), ...options.plugins],
    }),
  );
  return [...inputsOf(program), ...inputsOf(screen)];
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

/** Takes what is imported late from the second file. */
function withLate(isLate, seen) {
  return {
    name: 'with-late',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^\.|^yaml$/ }, async ({ path, kind, resolveDir, namespace, pluginData }) => {
        const mayBeLate = kind === 'dynamic-import' || (kind === 'require-call' && namespace === 'file');
        if (!mayBeLate || pluginData === resolved) return undefined;
        const source = await sourceOf(resolve, path, { kind, resolveDir });
        if (source === undefined || !isLate(source, kind)) return undefined;
        seen.add(source);
        return { path: source, namespace: 'late' };
      });
      onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
        contents: `module.exports = require('./${lateFile}').parts[${JSON.stringify(path)}]();`,
      }));
      onResolve({ filter: /.*/, namespace: 'late' }, ({ path }) => ({ path, external: true }));
    },
  };
}

/** Takes what is in the first file from there. */
function withFirst(inFirst, namesIn) {
  return {
    name: 'with-first',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, namespace, pluginData }) => {
        if (namespace !== 'file' || kind === 'entry-point' || pluginData === resolved) return undefined;
        const source = await sourceOf(resolve, path, { kind, resolveDir });
        return source !== undefined && inFirst.has(source) ? { path: source, namespace: 'first' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'first' }, ({ path }) => {
        const part = `require('./${programFile}').parts[${JSON.stringify(path)}]()`;
        const names = namesIn(path);
        if (names === undefined) return { contents: `module.exports = ${part};` };
        const values = names.map((name, index) => `const v${index} = part[${JSON.stringify(name)}];\n`).join('');
        const exported = names.map((name, index) => `v${index} as ${name}`).join(', ');
        return { contents: `const part = ${part};\n${values}export { ${exported} };` };
      });
      onResolve({ filter: /.*/, namespace: 'first' }, ({ path }) => ({ path, external: true }));
    },
  };
}

const resolved = Symbol('resolved');

/** The path of what is imported, from the root of the project; undefined for a package that stays by itself, or what is Node's. */
async function sourceOf(resolve, path, { kind, resolveDir }) {
  const { path: source, external, namespace, errors } = await resolve(path, { kind, resolveDir, pluginData: resolved });
  return external || errors.length > 0 || namespace !== 'file' ? undefined : relative(process.cwd(), source);
}
