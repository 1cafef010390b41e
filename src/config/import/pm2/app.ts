import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { escapeReferences } from '../../resolve/interpolate.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { type ImportedProcess, notStarted } from '../common/imported.js';
import { isOtherUser } from '../common/user.js';
import { given, literalEnvironment, scalarText, textsOf } from '../common/values.js';
import { textIfThere } from '../common/yaml-file.js';
import { type AppScope, commandOf, nameOf } from './command.js';
import { policyOf, scheduleOf, stopOf, watchOf } from './policy.js';

/** Keys that are translated, that have an answer for the whole file, or that only pm2 itself has a use for. */
const known = new Set(
  (
    'script exec cmd command name namespace cwd args interpreter exec_interpreter node_args interpreterArgs interpreter_args env env_file ' +
    'out output out_log out_file error err err_file err_log error_file log log_file merge_logs combine_logs log_date_format log_type time pid pid_file disable_logs ' +
    'max_memory_restart restart_delay exp_backoff_restart_delay wait_ready instances kill_timeout shutdown_with_message listen_timeout ' +
    'cron_restart cron autorestart autostart watch_delay watch ignore_watch watch_options min_uptime max_restarts exec_mode increment_var ' +
    'instance_var port uid gid user username treekill stop_exit_codes filter_env ' +
    'name_prefix install_url source_map_support disable_source_map_support vizion execute_command force append_env_to_name post_update ' +
    'trace disable_trace v8 event_loop_inspector deep_monitoring pmx automation windowsHide kill_retry_time write io'
  ).split(' '),
);

/** One app: as many processes as it has instances, but one where those share a port. */
export function importApp(app: RawMap, scope: AppScope): readonly ImportedProcess[] {
  const lost = Object.keys(app).filter((key) => !known.has(key) && !/^env_\S+$/.test(key) && !key.startsWith('x-'));
  const off: string[] = [];
  const run = commandOf(app, scope);
  if (run === undefined) return [];
  if (run.fault !== undefined) off.push(run.fault);
  const other = [app.uid ?? app.user, app.gid].find((id) => isOtherUser(scalarText(id)));
  if (other !== undefined) off.push(`it runs as ${scalarText(other)} there (uid, gid or user)`);
  const envFile = textsOf(app.env_file ?? []);
  for (const [key, words] of Object.entries(unanswered)) if (isTrue(app[key])) lost.push(words);
  if (textsOf(app.filter_env ?? []).some((text) => text !== 'false'))
    lost.push('filter_env: the whole environment of the shell is passed on');
  const version = /^node@(.+)$/.exec(scalarText(app.interpreter ?? app.exec_interpreter) ?? '')?.[1];
  if (version !== undefined) lost.push(`interpreter: Node ${version} from nvm; the one in PATH is used`);
  if (app.treekill === false) lost.push('treekill: false: watchdog always stops the whole tree');
  if (isMap(app.watch_options)) lost.push('watch_options');
  const instances = instancesOf(app);
  const shares = instances > 1 && isCluster(app, run.keys.command);
  if (shares)
    lost.push(`instances: ${scalarText(app.instances)}: they share one port through Node's cluster module; one is started`);
  const count = shares ? 1 : instances;
  const name = nameOf(app);
  const group = scalarText(app.namespace);
  const cwd = run.cwd;
  const memory = sizeOf(app.max_memory_restart);
  if (app.max_memory_restart !== undefined && memory === undefined)
    lost.push(`max_memory_restart: ${scalarText(app.max_memory_restart)}`);
  if (group !== undefined && group !== 'default') Object.assign(run.keys, { group: escapeReferences(group) });
  const common = given({
    ...run.keys,
    cwd,
    envFile:
      envFile.length > 0
        ? envFile.map((file) => foundOrOptional(cwd === undefined ? file : join(cwd, file), scope, lost))
        : undefined,
    ...scheduleOf(app, lost),
    ...policyOf(app),
    watch: watchOf(app),
    memory: memory === undefined ? undefined : { max: memory },
    stop: stopOf(app),
    logs: isTrue(app.disable_logs) ? { file: false } : undefined,
    autoStart: app.autostart === false || off.length > 0 ? false : undefined,
  });
  return Array.from({ length: count }, (_, instance) => {
    const env = environmentOf(app, instances > 1 && !shares ? instance : undefined);
    const keys = {
      ...common,
      ...(count > 1 && common.group === undefined ? { group: escapeReferences(name) } : {}),
      ...(Object.keys(env).length === 0 ? {} : { env }),
    };
    return {
      name: count > 1 ? `${name}-${instance}` : name,
      remarks: [],
      isFaulty: off.length > 0,
      keys: keys as unknown as ImportedProcess['keys'],
      lost: instance === 0 ? [...lost, ...off.map(notStarted)] : [],
    };
  });
}

const unanswered: Readonly<Record<string, string>> = {
  wait_ready: "wait_ready: nothing receives process.send('ready') here; use a readiness check",
  shutdown_with_message: 'shutdown_with_message: a signal stops it instead',
};

/** Variables as pm2 hands them over: each a text. */
function environmentOf(app: RawMap, instance: number | undefined): Record<string, string> {
  const own = isMap(app.env) ? app.env : {};
  const pairs = Object.entries(own).map(
    ([name, value]) => [name, isMap(value) || Array.isArray(value) ? JSON.stringify(value) : value] as const,
  );
  const port = app.port === undefined ? [] : [['PORT', app.port] as const];
  const env = literalEnvironment([...port, ...pairs]);
  if (instance === undefined) return env;
  const counted = scalarText(app.increment_var);
  const first = counted === undefined ? undefined : Number(env[counted] ?? 0);
  return {
    ...env,
    ...(counted === undefined || !Number.isInteger(first) ? {} : { [counted]: String(first! + instance) }),
    [scalarText(app.instance_var) || 'NODE_APP_INSTANCE']: String(instance),
  };
}

function instancesOf({ instances }: RawMap): number {
  const text = scalarText(instances);
  if (text === undefined) return 1;
  const number = text === 'max' ? 0 : Number(text);
  if (!Number.isInteger(number)) return 1;
  return Math.min(100, Math.max(1, number > 0 ? number : availableParallelism() + number));
}

/** pm2 takes the cluster module for instances of a program of Node, unless the file says otherwise. */
function isCluster(app: RawMap, program: string): boolean {
  const mode = scalarText(app.exec_mode);
  return mode === undefined ? /(^|\/)(node|bun)$/.test(program) : mode.startsWith('cluster');
}

/** A size as pm2 writes it, of which 1 K is 1024 bytes. */
function sizeOf(written: unknown): string | undefined {
  const [, count, unit = ''] = /^(\d+)([KMG])?$/i.exec(scalarText(written) ?? '') ?? [];
  if (count === undefined) return undefined;
  return unit === '' ? `${count}B` : `${count}${unit.toUpperCase()}iB`;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A file of variables; pm2 goes on without one that is not there. */
function foundOrOptional(file: string, { way, folder }: AppScope, lost: string[]): string {
  if (textIfThere(resolve(folder, relative(way, file))) !== undefined) return file;
  lost.push(`env_file: ${file} does not exist`);
  return `${file}?`;
}
