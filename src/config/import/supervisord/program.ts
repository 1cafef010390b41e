import { constants } from 'node:os';
import { join } from 'node:path';
import { escapeReferences } from '../../resolve/interpolate.js';
import { asShlex, commandWords } from '../common/command-words.js';
import { type ImportedProcess, notStarted } from '../common/imported.js';
import { isOtherUser } from '../common/user.js';
import { given, isVariable } from '../common/values.js';
import { type Expanded, expand } from './expand.js';
import { type IniSection, pairsOf } from './ini.js';

const known = new Set(
  (
    'command process_name numprocs numprocs_start priority autostart startsecs startretries autorestart exitcodes stopsignal stopwaitsecs ' +
    'stopasgroup killasgroup user directory umask environment redirect_stderr serverurl'
  ).split(' '),
);
/** Keys about files of output, which have one answer for the whole file. */
export const ofLogs =
  /^(stdout|stderr)_(logfile|logfile_maxbytes|logfile_backups|capture_maxbytes|events_enabled|syslog|logfile_.*)$/;

/** What supervisord takes where the file does not say. */
const usual = { startSeconds: 1, startRetries: 3, stopWaitSeconds: 10 };

/** What a program is read with. */
export interface ProgramScope {
  /** The folder of the file; absolute. */
  readonly here: string;
  /** The same as it is reached from watchdog.yaml. */
  readonly way: string;
  /** The group that has the program; undefined for one of its own. */
  readonly group: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What holds for all programs, from `[supervisord]`. */
  readonly directory: string | undefined;
  readonly umask: string | undefined;
}

/** One program, as many processes as it has. */
export function importProgram(program: string, section: IniSection, scope: ProgramScope): readonly ImportedProcess[] {
  const { values } = section;
  const count = Math.min(100, Math.max(1, integer(values.get('numprocs')) ?? 1));
  const first = integer(values.get('numprocs_start')) ?? 0;
  return Array.from({ length: count }, (_, index) => importOne(program, section, scope, first + index, count)).flatMap(
    (each) => each ?? [],
  );
}

function importOne(
  program: string,
  { values, comments }: IniSection,
  scope: ProgramScope,
  number: number,
  count: number,
): ImportedProcess | undefined {
  const isFirst = number === (integer(values.get('numprocs_start')) ?? 0);
  const lost = isFirst ? [...values.keys()].filter((key) => !known.has(key) && !ofLogs.test(key)) : [];
  const off: string[] = [];
  const fill = (text: string): Expanded =>
    expand(text, {
      values: {
        here: scope.here,
        program_name: program,
        group_name: scope.group ?? program,
        process_num: number,
        numprocs: count,
      },
      environment: scope.environment,
    });
  const filled = (key: string, text: string | undefined): string | undefined => {
    if (text === undefined || text === '') return undefined;
    const result = fill(text);
    if ('text' in result) return result.text;
    off.push(`${key} has %(${result.missing})s, which is not set`);
    return undefined;
  };
  const command = filled('command', values.get('command')?.replaceAll('\n', ' '));
  const words = command === undefined ? undefined : commandWords(command, asShlex);
  if (words === undefined || words[0] === undefined || words[0].trim() === '') {
    if (off.length === 0) return undefined;
  }
  const user = values.get('user');
  if (isOtherUser(user)) off.push(`it runs as ${user} there`);
  const umask = values.get('umask') ?? scope.umask;
  if (umask !== undefined && umask !== '022' && isFirst) lost.push(`umask: ${umask}`);
  const [signal, signalLost] = signalOf(values.get('stopsignal'));
  if (signalLost !== undefined) lost.push(signalLost);
  const env = environmentOf(values.get('environment'), filled);
  const name =
    filled('process_name', values.get('process_name')) ?? (count > 1 ? `${program}_${String(number).padStart(2, '0')}` : program);
  const keys = given({
    command: words?.[0] ?? values.get('command') ?? program,
    args: words?.slice(1) ?? [],
    cwd: nearby(filled('directory', values.get('directory')) ?? scope.directory, scope),
    env: Object.keys(env).length === 0 ? undefined : env,
    ...policyOf(values, lost),
    stop: given({ signal, grace: `${integer(values.get('stopwaitsecs')) ?? usual.stopWaitSeconds}s` }),
    group: groupOf(scope.group ?? (count > 1 ? program : undefined)),
    autoStart: isFalse(values.get('autostart')) || off.length > 0 ? false : undefined,
  });
  lost.push(...(isFirst ? off.map(notStarted) : []));
  return { name, remarks: isFirst ? comments : [], keys: keys as ImportedProcess['keys'], lost, isFaulty: off.length > 0 };
}

function groupOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : escapeReferences(name);
}

/** A folder in that of the file as it is reached from watchdog.yaml, so that the project can be moved. */
function nearby(folder: string | undefined, { here, way }: ProgramScope): string | undefined {
  if (folder !== here && !folder?.startsWith(`${here}/`)) return folder;
  return join(way, folder.slice(here.length));
}

/** When a program is started again, and when a start of it is a success. */
function policyOf(values: ReadonlyMap<string, string>, lost: string[]): Record<string, unknown> {
  // Of a program that has run, the end is no failed start there: it is started again without any retry, too.
  const word = (values.get('autorestart') ?? 'unexpected').toLowerCase();
  const autoRestart = isFalse(word) ? false : word === 'unexpected' ? 'on-failure' : true;
  const codes = (values.get('exitcodes') ?? '0').split(',').map((code) => integer(code.trim()));
  if (codes.includes(undefined)) lost.push(`exitcodes: ${values.get('exitcodes')}`);
  const expected = codes.filter((code) => code !== undefined && code <= 255);
  const seconds = integer(values.get('startsecs')) ?? usual.startSeconds;
  return {
    autoRestart,
    ...(autoRestart === false ? {} : { maxRestarts: Math.max(1, integer(values.get('startretries')) ?? usual.startRetries) }),
    minUptime: `${seconds}s`,
    ...(expected.length === 1 && expected[0] === 0 ? {} : { successExitCodes: expected }),
  };
}

function environmentOf(
  written: string | undefined,
  filled: (key: string, text: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(
    pairsOf(written ?? '').flatMap(([name, value]) => {
      const text = value === '' ? '' : filled('environment', value);
      return text === undefined || !isVariable(name, text) ? [] : [[name, text]];
    }),
  );
}

function signalOf(written: string | undefined): readonly [signal: string | undefined, lost?: string] {
  if (written === undefined || written === '') return [undefined];
  const byNumber = Object.entries(constants.signals).find(([, number]) => String(number) === written)?.[0];
  const name = byNumber ?? `SIG${written.replace(/^SIG/i, '').toUpperCase()}`;
  return Object.hasOwn(constants.signals, name) ? [name] : [undefined, `stopsignal: ${written}`];
}

/** As supervisord reads booleans. */
function isFalse(text: string | undefined): boolean {
  return text !== undefined && /^(false|no|off|0)$/i.test(text.trim());
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
