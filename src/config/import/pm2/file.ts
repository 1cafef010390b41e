import { dirname } from 'node:path';
import { errorOf } from '../../problems/config-error.js';
import { diagnosticAt } from '../../problems/diagnostic.js';
import type { SourceText } from '../../read/source-files.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { type ImportAround, type Imported, leftOut, nothingImported } from '../common/imported.js';
import { scalarText } from '../common/values.js';
import { importApp } from './app.js';
import { evaluate } from './evaluate.js';

/** Keys of pm2 about files of output, which have one answer here. */
const ofLogs =
  /^(out|output|out_log|out_file|error|err|err_file|err_log|error_file|log|log_file|merge_logs|combine_logs|log_date_format|log_type|time|pid|pid_file)$/;

/**
 * The apps of a file of pm2.
 * @param value what is in it; for a file of JavaScript nothing, since it has to be run
 * @throws ConfigError where it cannot be run, or names no app
 */
export function importPm2(source: SourceText, value: unknown, shown: string, around: ImportAround): Imported {
  const { file, text } = source;
  const isCode = /\.[cm]?js$/.test(file);
  const exported = isCode ? evaluate(file, around) : value;
  const apps = appsOf(exported);
  if (apps.length === 0) {
    const words = { message: 'no app in it', hint: 'pm2 reads { apps: [{ script: "server.js" }] }' };
    throw errorOf([diagnosticAt(file, text, { start: 0, end: 0 }, words)]);
  }
  const environments = new Set(apps.flatMap((app) => Object.keys(app).filter((key) => /^env_(?!file$)\S+$/.test(key))));
  const rest = isMap(exported)
    ? Object.keys(exported).filter((key) => !['apps', 'pm2'].includes(key) && Array.isArray(exported.apps))
    : [];
  const made = apps.map((app) => importApp(app, { way: dirname(shown), folder: dirname(file), ...around }));
  return {
    ...nothingImported,
    source: shown,
    processes: made.flat(),
    lost: [
      ...leftOut(apps.flatMap((app, index) => (made[index]!.length > 0 ? [] : [scalarText(app.name) ?? `app ${index + 1}`]))),
      ...[...environments].map((key) => `${key}: pm2 adds it with --env ${key.slice('env_'.length)}`),
      ...(apps.some((app) => Object.keys(app).some((key) => ofLogs.test(key)))
        ? ['log files and their formats: output is kept in .watchdog/logs']
        : []),
      ...rest.map((key) => (key === 'deploy' ? 'deploy: watchdog runs on this machine only' : key)),
    ],
  };
}

/** The apps in any of the ways in which pm2 takes them: a list, a map with `apps`, or one app alone. */
function appsOf(exported: unknown): readonly RawMap[] {
  if (Array.isArray(exported)) return exported.filter(isMap);
  if (!isMap(exported)) return [];
  const { apps, pm2 } = exported;
  if (Array.isArray(apps)) return apps.filter(isMap);
  if (isMap(apps)) return [apps];
  if (pm2 !== undefined) return appsOf(pm2);
  return ['script', 'cmd', 'command', 'exec'].some((key) => typeof exported[key] === 'string') ? [exported] : [];
}
