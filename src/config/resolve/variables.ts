// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.

import { PortTable, type PortTableParts } from '../ports/table.js';
import type { Diagnostic } from '../problems/diagnostic.js';
import type { Problem } from '../problems/problem.js';
import { type EnvFileReading, type EnvRules, readEnvFile, type Variables } from '../read/env-file.js';
import { readEnvFiles } from '../read/env-files.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { Complaint } from '../schema/parts.js';
import { interpolate, type Lookup } from './interpolate.js';
import { interpolateTree } from './interpolate-tree.js';

/** A configuration whose variables have been put in. */
export interface ResolvedVariables {
  readonly value: RawMap;
  /** What the files of `envFile` say. */
  readonly fromFiles: Variables;
  /** What the files of the `envFile` of single processes say, by the name of the process. */
  readonly ofProcesses: ReadonlyMap<string, Variables>;
  /** The absolute paths of those files, whether they are there or not. */
  readonly files: readonly string[];
  /** The variables that went into some string, each with what came of it: its value, or what takes its place. */
  readonly used: readonly (readonly [name: string, text: string])[];
  readonly problems: readonly Problem[];
  /** What is wrong inside the files of variables. */
  readonly errors: readonly Diagnostic[];
  /** What their tool passes over in them. */
  readonly warnings: readonly Diagnostic[];
  /** The ports of the processes. */
  readonly ports: PortTable;
  /** What a process of the file says, as it reads for one of its replicas. */
  ownOf(heading: string, replica: string): unknown;
}

/** What strings are completed by. */
export interface VariablesParts extends Omit<PortTableParts, 'textOf'> {
  /** What the files are relative to; absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How the files are read. */
  readonly rules: EnvRules;
  /** What is put into a string for a variable of this name with this value. */
  stand(name: string, text: string): string;
}

/**
 * Reads the files of `envFile`, and puts variables and ports into the strings of a configuration. The environment wins over the files.
 * What the files of a single process say is for the process, and goes into no string.
 */
export function resolveVariables(value: RawMap, parts: VariablesParts): ResolvedVariables {
  const { directory, environment, rules, stand } = parts;
  const problems: Problem[] = [];
  const errors: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  const used: [name: string, text: string][] = [];
  const files: string[] = [];
  let fromFiles: Variables = {};
  const find = (name: string): string | undefined => ownValue(environment, name) ?? ownValue(fromFiles, name);
  const completed = (name: string, fallback?: string): string | undefined => {
    const found = find(name);
    // A default that is written down is as secret as what it stands for.
    const text = found === undefined || found === '' ? fallback : found;
    if (text === undefined) return found;
    used.push([name, text]);
    return text === '' ? text : stand(name, text);
  };
  const { envFile, ...rest } = value;
  const lookup: Lookup = Object.assign(completed, {
    adviceFor: (name: string) => adviceBeside(name, namesIn(envFile), { directory, rules, lookup: find }),
  });
  for (const [index, written] of namesIn(envFile).entries()) {
    const name = interpolate(written, lookup, () => noPortYet);
    const read = 'text' in name ? readEnvFile(name.text, { directory, rules, lookup: find }) : name;
    if ('file' in read) files.push(read.file);
    if ('variables' in read) {
      fromFiles = { ...fromFiles, ...read.variables };
      errors.push(...read.errors);
      warnings.push(...read.warnings);
    }
    // What is not even a string is for the schema to refuse.
    if ('fault' in read && written !== '') problems.push({ path: ['envFile', index], at: 'value', ...read.fault });
  }
  const ports = new PortTable(rest, {
    ...parts,
    textOf: (written) => {
      const result = interpolate(written, find);
      return 'text' in result ? result.text : undefined;
    },
  });
  const whole = interpolateTree(
    rest,
    lookup,
    (problem) => problems.push(problem),
    (body, path) => ports.textAt(body, path),
  );
  const ofProcesses = new Map<string, Variables>();
  const usual = isMap(whole.defaults) ? whole.defaults.envFile : undefined;
  for (const [name, own] of Object.entries(isMap(whole.processes) ? whole.processes : {})) {
    if (!isMap(own)) continue;
    const [names, path] =
      own.envFile === undefined ? [namesIn(usual), ['defaults']] : [namesIn(own.envFile), ['processes', name]];
    const read = readEnvFiles(names, { directory, rules: 'compose', lookup: find });
    ofProcesses.set(name, read.variables);
    files.push(...read.files);
    errors.push(...read.errors);
    problems.push(
      ...read.faults.map(({ index, fault }): Problem => ({ path: [...path, 'envFile', index], at: 'value', ...fault })),
    );
  }
  return {
    value: envFile === undefined ? whole : { ...whole, envFile },
    fromFiles,
    ofProcesses,
    files: [...new Set(files)],
    used,
    problems,
    errors,
    warnings,
    ports,
    ownOf: (heading, replica) => {
      const { processes } = rest;
      const own = { defaults: rest.defaults, processes: { [heading]: isMap(processes) ? processes[heading] : undefined } };
      // What is wrong with it was said of the first replica.
      const whole = interpolateTree(
        own,
        lookup,
        () => {},
        (body, path) => ports.textAt(body, path, replica),
      );
      return (whole.processes as RawMap)[heading];
    },
  };
}

/** What these files say may decide over the ports. */
const noPortYet: Complaint = {
  message: 'no port is known yet where the files of the whole project are named',
  hint: 'use ${port.…} in "envFile" of a process, or name the file without it',
};

/** The names in a list of files; what is no string is for the schema to refuse. */
function namesIn(envFile: unknown): readonly string[] {
  return Array.isArray(envFile) ? envFile.map((name: unknown) => (typeof name === 'string' ? name : '')) : [];
}

function ownValue(variables: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** The line that sets a variable which is in a `.env` that nothing reads; undefined where it does not. */
function adviceBeside(name: string, envFile: readonly string[], reading: EnvFileReading): string | undefined {
  if (envFile.some((each) => /^(?:\.\/)?\.env\??$/.test(each))) return undefined;
  const read = readEnvFile('.env?', reading);
  if (!('variables' in read) || !Object.hasOwn(read.variables, name)) return undefined;
  return `it is in .env, which is read only where it is named: add the line "envFile: [${['.env', ...envFile].join(', ')}]"`;
}
