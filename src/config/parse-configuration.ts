import { basename, dirname } from 'node:path';
import { errorOf } from './config-error.js';
import { dependencyProblems } from './dependency-problems.js';
import { type Diagnostic, diagnosticAt } from './diagnostic.js';
import { isMap } from './merge-defaults.js';
import type { Problem } from './problem.js';
import type { Configuration } from './process-config.js';
import { draftProcess, type ProcessDraft } from './process-draft.js';
import { resolveProcess } from './resolve-process.js';
import { configurationSchema } from './schema.js';
import { keysOf, locate } from './yaml-locate.js';
import { readYaml } from './yaml-source.js';
import { problemsOf } from './zod-problems.js';

/**
 * Reads the text of a watchdog.yaml.
 * @param file its absolute path
 * @throws ConfigError with everything that is wrong
 */
export function parseConfiguration(text: string, file: string): Configuration {
  const { document, value, problems: yamlProblems } = readYaml(text);
  const diagnostics = firstOfEachLine(yamlProblems.map((problem) => diagnosticAt(file, text, problem.span, problem)));
  if (document === undefined || value === undefined) throw errorOf(diagnostics);
  if (value === null) {
    throw errorOf([
      diagnosticAt(file, text, { start: 0, end: 0 }, { message: 'the file is empty', hint: 'write at least "processes: {}"' }),
    ]);
  }

  const parsed = configurationSchema.safeParse(value);
  const schemaProblems = parsed.success ? [] : problemsOf(parsed.error, value);
  const drafts = draftsOf(value, keysOf(document, ['processes']), schemaProblems);
  const problems = [...schemaProblems, ...drafts.flatMap((draft) => draft.problems), ...dependencyProblems(drafts)];
  diagnostics.push(...problems.map((problem) => diagnosticAt(file, text, locate(document, problem.path, problem.at), problem)));
  if (diagnostics.length > 0 || !parsed.success) throw errorOf(withoutRepeats(diagnostics));

  const directory = dirname(file);
  const checked = new Set(drafts.filter((draft) => draft.parsed?.healthCheck).map((draft) => draft.name));
  const processes = drafts.flatMap(({ name, parsed: own }) =>
    own === undefined
      ? []
      : resolveProcess(name, own, {
          directory,
          env: parsed.data.env,
          shellByDefault: own.args === undefined,
          healthFunction: null,
          hasHealthCheck: (other) => checked.has(other),
        }),
  );
  return { name: parsed.data.name ?? (basename(directory) || 'watchdog'), file, directory, processes };
}

function draftsOf(value: unknown, names: readonly string[], problems: readonly Problem[]): ProcessDraft[] {
  if (!isMap(value) || !isMap(value.processes)) return [];
  const { processes } = value;
  const defaults = isMap(value.defaults) ? value.defaults : {};
  const inDoubt = new Set(problems.map(({ path }) => (path[0] === 'processes' ? path[1] : path[0])));
  return names.flatMap((name) => {
    const own = processes[name];
    return isMap(own) ? draftProcess(name, own, defaults, !inDoubt.has('defaults') && !inDoubt.has(name)) : [];
  });
}

/** One slip makes the YAML parser stumble several times, and the first time says it best. */
function firstOfEachLine(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ line }, index) => diagnostics.findIndex((other) => other.line === line) === index);
}

/** What several processes share through an anchor is reported once. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byPlace = new Map(
    diagnostics.map((diagnostic) => [`${diagnostic.line}:${diagnostic.column}:${diagnostic.message}`, diagnostic]),
  );
  return [...byPlace.values()];
}
