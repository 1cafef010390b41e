import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { errorOf } from '../../problems/config-error.js';
import { diagnosticAt } from '../../problems/diagnostic.js';
import type { SourceText } from '../../read/source-files.js';
import { type ImportAround, type Imported, leftOut, nothingImported } from '../common/imported.js';
import { isVariable } from '../common/values.js';
import { textIfThere } from '../common/yaml-file.js';
import { expand } from './expand.js';
import { type IniSection, pairsOf, readIni } from './ini.js';
import { importProgram, ofLogs } from './program.js';

/** Sections about supervisord itself: its socket, its shell, its modules. */
const ofItself =
  /^(supervisord|supervisorctl|unix_http_server|inet_http_server|include|group:.+|program:.+|rpcinterface:supervisor)$/;
const usualPriority = 999;

/**
 * The programs of a supervisord.conf and of the files that it includes, in the order of their priorities.
 * @throws ConfigError with the lines that are none of it
 */
export function importSupervisord(source: SourceText, shown: string, { environment }: ImportAround): Imported {
  const folder = dirname(resolve(source.file));
  const { sections, faults } = readIni(source.text);
  if (faults.length > 0) {
    const words = { message: 'this line is not a section, a key or a comment', hint: 'write key=value below a [section]' };
    throw errorOf(faults.map((fault) => diagnosticAt(source.file, source.text, fault, words)));
  }
  const { included, lost } = includedSections(sections, folder, environment);
  const all = [...sections, ...included.flatMap((file) => file.sections)];
  const programs = all.filter(({ name }) => name.startsWith('program:'));
  if (programs.length === 0) {
    const words = { message: 'no [program:NAME] section', hint: 'watchdog reads the programs of a supervisord.conf' };
    throw errorOf([diagnosticAt(source.file, source.text, { start: 0, end: 0 }, words)]);
  }
  const groups = groupsOf(all);
  const own = all.find(({ name }) => name === 'supervisord')?.values ?? new Map<string, string>();
  const filled = (text: string): string => {
    const result = expand(text, { values: { here: folder }, environment });
    return 'text' in result ? result.text : '';
  };
  const directory = own.get('directory');
  const inOrder = programs.toSorted((a, b) => priorityOf(a, groups) - priorityOf(b, groups));
  const made = inOrder.map((section) => {
    const name = section.name.slice('program:'.length).trim();
    return importProgram(name, section, {
      here: folder,
      way: dirname(shown),
      group: groups.get(name)?.name,
      environment,
      directory: directory === undefined ? undefined : filled(directory),
      umask: own.get('umask'),
    });
  });
  return {
    ...nothingImported,
    source: [shown, ...included.map(({ file }) => join(dirname(shown), relative(folder, file)))].join(' with '),
    env: Object.fromEntries(
      pairsOf(own.get('environment') ?? '').flatMap(([name, value]) => (isVariable(name, value) ? [[name, filled(value)]] : [])),
    ),
    processes: made.flat(),
    lost: [
      ...lost,
      ...leftOut(inOrder.flatMap(({ name }, index) => (made[index]!.length > 0 ? [] : [name]))),
      ...all.flatMap(({ name }) =>
        ofItself.test(name) ? [] : [`[${name}]${/^eventlistener:/.test(name) ? ': nothing sends it events here' : ''}`],
      ),
      ...(programs.some(({ values }) => [...values.keys()].some((key) => ofLogs.test(key)))
        ? ['stdout_logfile, stderr_logfile and their sizes: output is kept in .watchdog/logs']
        : []),
    ],
  };
}

interface Group {
  readonly name: string;
  readonly priority: number | undefined;
}

function groupsOf(sections: readonly IniSection[]): ReadonlyMap<string, Group> {
  const groups = sections.filter(({ name }) => name.startsWith('group:'));
  return new Map(
    groups.flatMap(({ name, values }) => {
      const priority = Number(values.get('priority') ?? Number.NaN);
      const group = { name: name.slice('group:'.length).trim(), priority: Number.isFinite(priority) ? priority : undefined };
      return (values.get('programs') ?? '').split(/[,\s]+/).map((program) => [program, group] as const);
    }),
  );
}

function priorityOf({ name, values }: IniSection, groups: ReadonlyMap<string, Group>): number {
  const own = Number(values.get('priority') ?? Number.NaN);
  const group = groups.get(name.slice('program:'.length).trim())?.priority;
  return group ?? (Number.isFinite(own) ? own : usualPriority);
}

interface IncludedFile {
  readonly file: string;
  readonly sections: readonly IniSection[];
}

/** The sections of the files that `[include]` names, by patterns that are relative to the file. */
function includedSections(
  sections: readonly IniSection[],
  folder: string,
  environment: ImportAround['environment'],
): { readonly included: readonly IncludedFile[]; readonly lost: readonly string[] } {
  const written = sections.find(({ name }) => name === 'include')?.values.get('files') ?? '';
  const lost: string[] = [];
  const included = written.split(/\s+/).flatMap((pattern) => {
    if (pattern === '') return [];
    const result = expand(pattern, { values: { here: folder }, environment });
    const files = 'text' in result ? filesLike(resolve(folder, result.text)) : [];
    if (files.length === 0) lost.push(`include: ${pattern}: no such file`);
    return files.flatMap((file): IncludedFile[] => {
      const text = textIfThere(file);
      return text === undefined ? [] : [{ file, sections: readIni(text).sections }];
    });
  });
  return { included, lost };
}

/** The files whose names are like a pattern, of which only the last part is one. */
function filesLike(path: string): readonly string[] {
  const isLike = picomatch(basename(path));
  try {
    return readdirSync(dirname(path))
      .filter((name) => isLike(name))
      .sort()
      .map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}
