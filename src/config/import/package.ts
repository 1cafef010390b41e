import { isMap } from '../schema/merge-defaults.js';
import { type Imported, type ImportedProcess, nothingImported } from './imported.js';

/** Scripts that npm runs by itself, and that of this program. */
const lifecycle = /^(pre|post)?(install|prepare|publish|pack|version|prepublish|prepublishOnly|prepack|postpack|dependencies)$/;
/** Scripts that run until they are stopped, by their names. */
const lasting = /^(dev|develop|start|serve|server|watch|preview|storybook|worker|web|api|client|frontend|backend)(?:[:.-]|$)/;
const partOfAll = /\b(?:concurrently|npm-run-all2?|run-[ps]|wireit|turbo|lerna|nx)\b/;

/** The scripts of a package.json, run by the package manager that it names. */
export function importPackage(manifest: unknown, source: string): Imported {
  const scripts = Object.entries(isMap(manifest) && isMap(manifest.scripts) ? manifest.scripts : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  );
  const names = new Set(scripts.map(([name]) => name));
  const chosen = scripts.filter(([name, text]) => !isRunByOthers(name, names) && !/^(npx )?watchdog\b/.test(text));
  const leftOut = scripts.filter((script) => !chosen.includes(script)).map(([name]) => name);
  const begins = startedScripts(chosen);
  const runner = runnerOf(isMap(manifest) ? manifest.packageManager : undefined);
  return {
    ...nothingImported,
    source,
    processes: chosen.map(([name, text]) => importScript(name, text, runner, begins)),
    lost: leftOut.length === 0 ? [] : [`scripts that are no processes of their own are left out: ${leftOut.join(', ')}`],
  };
}

function importScript(name: string, text: string, runner: string, begins: ReadonlySet<string>): ImportedProcess {
  const runs = `${runner} ${/^[\w:./@-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`}`;
  const remarks = [`${runs} is: ${text}`];
  if (begins.has(name)) return { name, remarks, keys: { command: runs }, lost: [] };
  if (lasting.test(name)) {
    remarks.push(
      partOfAll.test(text)
        ? 'Starts several at once, which is what watchdog does; so it is left to be started by hand.'
        : 'Not started by itself, since another script is what one runs while developing.',
    );
    return { name, remarks, keys: { command: runs, autoStart: false }, lost: [] };
  }
  remarks.push('Taken for work that comes to an end; start it by hand.');
  return { name, remarks, keys: { command: runs, autoStart: false, autoRestart: false }, lost: [] };
}

/** The scripts to start at once: those for developing where there are any, else those that start or serve. */
function startedScripts(scripts: readonly (readonly [name: string, text: string])[]): ReadonlySet<string> {
  const lastingOnes = scripts.filter(([name]) => lasting.test(name));
  for (const stem of ['dev', 'develop', 'start', 'serve', 'watch', '']) {
    const family = lastingOnes.filter(([name]) => stem === '' || name === stem || new RegExp(`^${stem}[:.-]`).test(name));
    const [whole] = family.filter(([name]) => name === stem);
    const parts = family.filter(([name]) => name !== stem);
    // What starts the others would start them twice.
    if (whole !== undefined && !(parts.length > 0 && partOfAll.test(whole[1]))) return new Set([whole[0]]);
    if (parts.length > 0) return new Set(parts.map(([name]) => name));
  }
  return new Set();
}

function isRunByOthers(name: string, names: ReadonlySet<string>): boolean {
  if (lifecycle.test(name)) return true;
  const [, main] = /^(?:pre|post)(.+)$/.exec(name) ?? [];
  return main !== undefined && names.has(main);
}

function runnerOf(packageManager: unknown): string {
  const [, named = 'npm'] = /^(npm|pnpm|yarn|bun)@/.exec(typeof packageManager === 'string' ? packageManager : '') ?? [];
  return `${named} run`;
}
