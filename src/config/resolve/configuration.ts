import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isSecret } from '../../policy/words/secret.js';
import type { KeptPorts } from '../ports/kept.js';
import type { Scaled } from '../ports/replicas.js';
import { errorOf } from '../problems/config-error.js';
import type { Diagnostic } from '../problems/diagnostic.js';
import type { Problem } from '../problems/problem.js';
import { withoutSecrets } from '../problems/without-secrets.js';
import { isOfProcfile } from '../read/procfile-source.js';
import { SourceFiles, type SourceText } from '../read/source-files.js';
import { configurationSchema } from '../schema/file.js';
import { isMap, mergeFiles, type RawMap } from '../schema/merge-defaults.js';
import { once } from '../schema/parts.js';
import type { Configuration } from '../schema/process-config.js';
import { problemsOf } from '../schema/zod-problems.js';
import { containerNames, containerProblems, serviceNames } from './container-problems.js';
import { resolveContainers } from './containers.js';
import { dependencyProblems, isChecked } from './dependency-problems.js';
import type { KeyRules } from './key-rules.js';
import { resolveProcess } from './process.js';
import { draftProcess, type ProcessDraft } from './process-draft.js';
import { basePortOf, withProcfilePorts } from './procfile-ports.js';
import { replicaProblems, unitsOf } from './replica-units.js';
import { checkedBefore, keyOf, type Readings, readingOf, validReading } from './valid-reading.js';
import { resolveVariables } from './variables.js';

/** A configuration, and what it was made of. */
export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** What its files say together, with variables put in and nothing filled in. */
  readonly written: RawMap;
  /** Points at what one of them says. */
  diagnose(problem: Problem): Diagnostic;
}

/** What a configuration is read by beside its texts. */
export interface ParseOptions {
  /** Says what is wrong with `keys`, which only the screen knows. @default nothing */
  readonly keyProblems?: KeyRules | undefined;
  /** The profiles that are active. @default none */
  readonly profiles?: readonly string[] | undefined;
  /** The ports that were chosen before. @default none */
  readonly keptPorts?: KeptPorts | undefined;
  /** How many replicas there are now, in place of the number in the file. @default as the file says */
  readonly scaled?: Scaled | undefined;
  /** What is put into strings for a secret variable, in place of its value. @default its value */
  readonly secretReference?: ((name: string) => string) | undefined;
  /** What was made of the files before, and where that is kept. @default nothing is */
  readonly readings?: Readings | undefined;
}

/**
 * Reads the texts of a configuration's files, of which the later wins.
 * @param environment what `${…}` finds before the files of `envFile`
 * @throws ConfigError with everything that is wrong
 */
export function parseConfiguration(
  texts: readonly [SourceText, ...SourceText[]],
  environment: Readonly<Record<string, string | undefined>>,
  {
    keyProblems = () => [],
    profiles = [],
    keptPorts = new Map(),
    scaled = new Map(),
    secretReference,
    readings,
  }: ParseOptions = {},
): ReadConfiguration {
  const directory = dirname(texts[0].file);
  const files = texts.map(({ file }) => file);
  const unread = { patterns: [], variables: [environment], used: [], written: undefined, files };
  const known = readingOf(texts, readings);
  const sources = new SourceFiles(
    texts,
    onDemand(() => withoutSecrets(unread)),
    known?.sources,
  );
  const merged = mergeFiles(sources.values);
  // As long as no other file says which files of variables there are, they are those of the Procfile's own tools.
  const rules = isOfProcfile(merged.envFile) ? 'foreman' : 'compose';
  const patterns = Array.isArray(merged.secrets) ? merged.secrets.filter((each) => typeof each === 'string') : [];
  const variables = resolveVariables(merged, {
    directory,
    environment,
    rules,
    folder: realPath(directory),
    kept: keptPorts,
    scaled,
    stand: (name, text) => (secretReference !== undefined && isSecret(name, patterns) ? secretReference(name) : text),
  });
  const { base, offsets } = sources.procfilePorts;
  const port = basePortOf(base, variables.fromFiles.PORT, environment.PORT);
  const { value, problems: portProblems } = withProcfilePorts(variables.value, offsets, port);

  const before = checkedBefore(known, value);
  const parsed =
    before === undefined ? configurationSchema.safeParse(value, once) : { success: true as const, data: before.data };
  const schemaProblems = parsed.success ? [] : problemsOf(parsed.error, value);
  const names = sources.keysOf(['processes']);
  const drafts = before?.drafts ?? draftsOf(value, names, [...variables.problems, ...schemaProblems]);
  const problems = [
    ...portProblems,
    ...schemaProblems,
    ...drafts.flatMap((draft) => draft.problems),
    ...replicaProblems(drafts, variables.ports),
    ...dependencyProblems(drafts, containerNames(value), variables.ports, serviceNames(value)),
    ...containerProblems(value),
    ...problemsOfKeys(value, parsed.success ? parsed.data.keys : {}, keyProblems),
  ];
  const diagnostics = [...variables.problems, ...withoutEchoes(problems, variables.problems)].map((each) =>
    sources.diagnose(each),
  );
  const all = [...withoutRepeats(variables.errors, texts), ...withoutRepeats([...sources.diagnostics, ...diagnostics], texts)];
  const masked = onDemand(() =>
    withoutSecrets({
      patterns,
      variables: [environment, variables.fromFiles, ...variables.ofProcesses.values()],
      used: variables.used,
      written: value,
      files,
    }),
  );
  if (all.length > 0 || !parsed.success) throw errorOf(all.map((each) => masked(each)));

  const { data } = parsed;
  const { known: toKeep } = sources;
  if (before === undefined && toKeep !== undefined)
    readings?.keep(keyOf(texts), () => validReading({ sources: toKeep, merged, value, data, drafts }));
  const checked = new Set(drafts.flatMap(({ name, parsed: own }) => (own !== undefined && isChecked(own) ? [name] : [])));
  const processes = drafts.flatMap((draft) =>
    unitsOf(draft, variables, value.defaults).map(({ name, parsed: own, replica }) =>
      resolveProcess(name, own, {
        directory,
        env: { ...variables.fromFiles, ...data.env, ...variables.ofProcesses.get(draft.name) },
        shellByDefault: own.args === undefined,
        profiles,
        functions: {},
        ports: variables.ports.of(name),
        replica,
        hooks: data.hooks,
        unitsOf: (other) => variables.ports.unitsOf(other),
        hasHealthCheck: (other) => checked.has(variables.ports.headingOf(other) ?? other),
      }),
    ),
  );
  const configuration: Configuration = {
    name: data.name ?? (basename(directory) || 'watchdog'),
    file: texts[0].file,
    files: [...texts.map(({ file }) => file), ...variables.files],
    directory,
    processes,
    replicas: new Map(drafts.flatMap(({ name, parsed: own }) => (own?.replicas == null ? [] : [[name, own.replicas]]))),
    hooks: data.hooks,
    cgroups: data.cgroups,
    theme: data.theme,
    keys: data.keys,
    notify: data.notify,
    containers: data.containers === undefined ? null : resolveContainers(data.containers, directory),
    secrets: data.secrets,
    warnings: [...sources.warnings, ...variables.warnings].map((each) => masked(each)),
    secretValues: [
      ...new Set(variables.used.flatMap(([name, text]) => (text !== '' && isSecret(name, data.secrets) ? [text] : []))),
    ],
  };
  return { configuration, written: value, diagnose: (problem) => masked(sources.diagnose(problem)) };
}

/** What is made when it is used for the first time. */
function onDemand<T>(make: () => (each: T) => T): (each: T) => T {
  let made: ((each: T) => T) | undefined;
  return (each) => {
    made ??= make();
    return made(each);
  };
}

/** The path by which the folder is known, whatever links lead to it. */
function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory; // Not there, or not readable; then nothing is started in it either.
  }
}

function problemsOfKeys(value: RawMap, keys: Configuration['keys'], rules: KeyRules): readonly Problem[] {
  const written = isMap(value.keys) ? value.keys : {};
  return rules(keys).map(({ command, index, message, hint }) => ({
    path: index !== undefined && Array.isArray(written[command]) ? ['keys', command, index] : ['keys', command],
    at: index === undefined ? 'key' : 'value',
    message,
    hint,
  }));
}

function draftsOf(value: RawMap, names: readonly string[], problems: readonly Problem[]): ProcessDraft[] {
  const { processes } = value;
  if (!isMap(processes)) return [];
  const defaults = isMap(value.defaults) ? value.defaults : {};
  const inDoubt = new Set(problems.map(({ path }) => (path[0] === 'processes' ? path[1] : path[0])));
  return names.flatMap((name) => {
    const own = processes[name];
    return isMap(own) ? draftProcess(name, own, defaults, !inDoubt.has('defaults') && !inDoubt.has(name)) : [];
  });
}

/** A string whose variables could not be put in has been complained about; what else is wrong with it says nothing. */
function withoutEchoes(problems: readonly Problem[], earlier: readonly Problem[]): readonly Problem[] {
  const places = new Set(earlier.map(({ path }) => JSON.stringify(path)));
  return problems.filter(({ path }) => !places.has(JSON.stringify(path)));
}

/** What several processes share through an anchor or the defaults is reported once. In the order of the files. */
function withoutRepeats(diagnostics: readonly Diagnostic[], texts: readonly SourceText[]): Diagnostic[] {
  const order = texts.map(({ file }) => file);
  const byPlace = new Map(diagnostics.map((each) => [`${each.file}:${each.line}:${each.column}:${each.message}`, each]));
  return [...byPlace.values()].sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file));
}
