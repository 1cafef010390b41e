import { dirname, join, relative } from 'node:path';
import type { SourceText } from '../../read/source-files.js';
import { escapeReferences } from '../../resolve/interpolate.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { type Imported, type ImportedProcess, leftOut, nothingImported } from '../common/imported.js';
import { given, isVariable, scalarText, textsOf } from '../common/values.js';
import { readYamlFile } from '../common/yaml-file.js';

/** Keys that speak of the screen of mprocs alone. */
const ofTheScreen = new Set(
  'hide_keymap_window mouse_scroll_speed proc_list_width proc_list_title keymap_procs keymap_term keymap_copy'.split(' '),
);
const known = new Set('shell cmd cwd env add_path autostart autorestart stop deps log mouse_scroll_speed scrollback'.split(' '));

/** What mprocs calls the systems that Node names otherwise. */
const systems: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'macos', win32: 'windows', sunos: 'solaris' };

/** The processes of an mprocs.yaml. Each has a terminal, as mprocs always gives one. */
export function importMprocs(source: SourceText, value: RawMap, shown: string): Imported {
  const comments = readYamlFile(source).commentsOf(['procs']);
  const way = dirname(shown);
  const lines = Number(scalarText(value.scrollback));
  const processes = Object.entries(isMap(value.procs) ? value.procs : {}).flatMap(([name, written]) => {
    const process = importProc(name, normal(written), way);
    if (process === undefined) return [];
    const scrollback = Number.isInteger(lines) && lines > 0 && lines <= 1_000_000 ? { logs: { lines } } : {};
    return [{ ...process, remarks: comments.get(name) ?? [], keys: { ...process.keys, ...scrollback } }];
  });
  const screen = Object.keys(value).filter((key) => ofTheScreen.has(key));
  const others = Object.keys(value).filter(
    (key) => !ofTheScreen.has(key) && !['procs', 'scrollback', 'proc_log', '$schema'].includes(key),
  );
  const logs =
    value.proc_log !== undefined ||
    Object.values(isMap(value.procs) ? value.procs : {}).some((own) => isMap(own) && own.log !== undefined);
  return {
    ...nothingImported,
    source: shown,
    processes,
    lost: [
      ...leftOut(
        Object.entries(isMap(value.procs) ? value.procs : {}).flatMap(([name, own]) =>
          own === null || processes.some((made) => made.name === name) ? [] : [name],
        ),
      ),
      ...(screen.length === 0 ? [] : [`${screen.join(', ')}: settings of the mprocs screen; see keys: and theme:`]),
      ...(logs ? ['log and proc_log: output is kept in .watchdog/logs'] : []),
      ...others,
    ],
  };
}

/** The long form of a process; undefined for one that is taken away. */
function normal(written: unknown): RawMap | undefined {
  if (typeof written === 'string') return { shell: written };
  if (Array.isArray(written)) return { cmd: written };
  return isMap(written) ? written : undefined;
}

function importProc(name: string, own: RawMap | undefined, way: string): Omit<ImportedProcess, 'remarks'> | undefined {
  if (own === undefined) return undefined;
  const lost: string[] = Object.keys(own).filter((key) => !known.has(key) && !key.startsWith('x-'));
  const shell = scalarText(selected(own.shell));
  const [program, ...args] = textsOf(own.cmd ?? []);
  const literal = (path: string): string => escapeReferences(inConfigFolder(path, way));
  if ((shell ?? program ?? '').trim() === '') return undefined;
  const cwd = scalarText(own.cwd);
  const env = environmentOf(own, literal);
  const keys = given({
    ...(shell === undefined ? { command: escapeReferences(program!), args: args.map(escapeReferences) } : { command: shell }),
    cwd: cwd === undefined ? undefined : literal(cwd),
    env: Object.keys(env).length === 0 ? undefined : env,
    tty: true,
    dependsOn:
      textsOf(own.deps ?? []).length === 0 ? undefined : Object.fromEntries(textsOf(own.deps).map((other) => [other, 'started'])),
    autoRestart: own.autorestart === true,
    stop: stopOf(own.stop, lost),
    autoStart: own.autostart === false ? false : undefined,
  });
  return { name, keys: keys as ImportedProcess['keys'], lost };
}

/** The value for this system of what differs from one to the next. */
function selected(value: unknown): unknown {
  if (!isMap(value) || value.$select === undefined) return value;
  const own = value[systems[process.platform] ?? process.platform];
  return own === undefined ? value.$else : own;
}

function inConfigFolder(path: string, way: string): string {
  return path.startsWith('<CONFIG_DIR>') ? join(way, path.slice('<CONFIG_DIR>'.length)) : path;
}

function environmentOf(own: RawMap, literal: (path: string) => string): Record<string, string | null> {
  const pairs = Object.entries(isMap(own.env) ? own.env : {}).flatMap(([name, written]): (readonly [string, string | null])[] => {
    const value = selected(written);
    if (value === null) return [[name, null]];
    const text = scalarText(value);
    return text === undefined || !isVariable(name, text) ? [] : [[name, escapeReferences(text)]];
  });
  // Seen from where it runs.
  const folder = scalarText(own.cwd);
  const from = folder === undefined ? '.' : literal(folder);
  const added = textsOf(selected(own.add_path) ?? []).map((path) =>
    path.startsWith('<CONFIG_DIR>') ? relative(from, literal(path)) || '.' : literal(path),
  );
  // biome-ignore lint/suspicious/noTemplateCurlyInString: watchdog puts the PATH of the shell in.
  const path = added.length === 0 ? [] : [['PATH', ['${PATH:-}', ...added].join(':')] as const];
  return Object.fromEntries([...pairs, ...path]);
}

function stopOf(written: unknown, lost: string[]): unknown {
  const word = scalarText(written);
  if (word === 'hard-kill') return { signal: 'SIGKILL' };
  if (word !== undefined) {
    if (/^SIG(INT|TERM|KILL)$/.test(word)) return { signal: word };
    lost.push(`stop: ${word}`);
    return undefined;
  }
  if (!isMap(written)) return undefined;
  const command = scalarText(written.cmd);
  if (command !== undefined) return { command };
  const sent = textsOf(written['send-keys'] ?? []);
  const typed = typedKeys(sent);
  if (typed !== undefined) return { keys: escapeReferences(typed) };
  lost.push(`stop: send-keys ${sent.join(' ')}; a signal stops it instead`);
  return undefined;
}

/** What a terminal sends for keys that have a name. */
const named: Readonly<Record<string, string>> = {
  enter: '\r',
  cr: '\r',
  esc: '\x1b',
  space: ' ',
  tab: '\t',
  bs: '\x7f',
  backspace: '\x7f',
  del: '\x1b[3~',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
};

/** What a terminal sends for keys as mprocs writes them, such as `<C-c>` and `q`; undefined for one that is not known. */
function typedKeys(keys: readonly string[]): string | undefined {
  const typed = keys.map((key) => {
    const [, inside] = /^<(.+)>$/.exec(key) ?? [];
    if (inside === undefined) return key;
    const [, control] = /^C-([a-z[\]\\])$/i.exec(inside) ?? [];
    if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
    const [, meta] = /^[MA]-(.)$/.exec(inside) ?? [];
    return meta === undefined ? (named[inside.toLowerCase()] ?? (inside.length === 1 ? inside : undefined)) : `\x1b${meta}`;
  });
  return typed.length === 0 || typed.includes(undefined) ? undefined : typed.join('');
}
