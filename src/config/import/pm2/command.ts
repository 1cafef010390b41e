import { statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { escapeReferences } from '../../resolve/interpolate.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import type { ImportAround } from '../common/imported.js';
import { scalarText, textsOf } from '../common/values.js';

/** What runs a file, by the end of its name; Node what has none of these. */
const interpreters: Readonly<Record<string, string>> = {
  '.sh': 'bash',
  '.py': 'python3',
  '.rb': 'ruby',
  '.pl': 'perl',
  '.php': 'php',
  '.coffee': 'coffee',
};

/** What an app is read with. */
export interface AppScope extends ImportAround {
  /** The folder of the file, as it is reached from watchdog.yaml. */
  readonly way: string;
  /** The same; absolute. */
  readonly folder: string;
}

/** How an app is run. */
export interface AppRun {
  readonly keys: { readonly command: string; readonly args: readonly string[] };
  /** The folder to run in, as it is reached from watchdog.yaml. */
  readonly cwd: string | undefined;
  /** Why it cannot be run as pm2 does. */
  readonly fault?: string;
}

/** The program of an app with its arguments; undefined where it has none. */
export function commandOf(app: RawMap, { way, folder }: AppScope): AppRun | undefined {
  const script = scriptOf(app);
  if (script === undefined || script.trim() === '') return undefined;
  const written = scalarText(app.cwd);
  const cwd = written === undefined ? way : written.startsWith('/') ? written : join(way, written);
  const where = resolve(folder, written ?? '.');
  const args = argumentsOf(app.args);
  const made = (command: string, own: readonly string[], fault?: string): AppRun => ({
    keys: { command: escapeReferences(command), args: [...own, ...args].map(escapeReferences) },
    cwd: cwd === '.' ? undefined : escapeReferences(cwd),
    ...(fault === undefined ? {} : { fault }),
  });
  if (script === 'serve' && isMap(app.env) && Object.keys(app.env).some((name) => name.startsWith('PM2_SERVE_'))) {
    return made('serve', [], "pm2's static file server is not available (script: serve)");
  }
  // A command of several words is one for bash there.
  if (script.includes(' ') && !isFile(resolve(where, script))) return made('bash', ['-c', script]);
  const interpreter = scalarText(app.interpreter ?? app.exec_interpreter);
  const options = argumentsOf(app.node_args ?? app.interpreter_args ?? app.interpreterArgs);
  if (interpreter === 'none') return made(script, []);
  // One of nvm, by its version.
  const named = interpreter?.replace(/^node@.*$/, 'node');
  if (named !== undefined) return made(named, [...options, ...unbuffered(named, options), script]);
  const extension = extname(script);
  const isPath = isFile(resolve(where, script)) || extension !== '' || script.includes('/');
  if (!isPath) return made(script, []);
  if (/^\.tsx?$/.test(extension))
    return made(
      'node',
      [...options, script],
      `the interpreter of a ${extension} file depends on the version of pm2; see command`,
    );
  const program = interpreters[extension] ?? 'node';
  return made(program, [...options, ...unbuffered(program, options), script]);
}

/** The name of an app: its own, or that of its script without the end. */
export function nameOf(app: RawMap): string {
  const own = scalarText(app.name);
  if (own !== undefined && own.trim() !== '') return own;
  const script = scriptOf(app) ?? 'app';
  return script.includes(' ') ? script : basename(script, extname(script));
}

function scriptOf(app: RawMap): string | undefined {
  return scalarText(app.script ?? app.exec ?? app.cmd ?? app.command);
}

/** pm2 has Python write without a buffer. */
function unbuffered(program: string, options: readonly string[]): readonly string[] {
  return /(^|\/)python[\d.]*$/.test(program) && !options.includes('-u') ? ['-u'] : [];
}

/** Arguments as a list, or as one text that is cut as a shell cuts it. */
function argumentsOf(written: unknown): readonly string[] {
  if (Array.isArray(written)) return textsOf(written);
  const text = scalarText(written) ?? '';
  return [...text.matchAll(/(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+))+/g)].map(([whole]) =>
    whole.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(.)/g, '$1'),
    ),
  );
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
