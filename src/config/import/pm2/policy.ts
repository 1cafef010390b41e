import { parseDuration, writtenDuration } from '../../../policy/words/duration.js';
import { escapeReferences } from '../../resolve/interpolate.js';
import type { RawMap } from '../../schema/merge-defaults.js';
import { importCron } from '../common/cron.js';
import { given, scalarText, textsOf } from '../common/values.js';

/** Milliseconds that pm2 waits between SIGINT and SIGKILL. */
const usualKillMs = 1600;
/** How pm2 lets waits grow, and the longest of them. */
const growth = { multiplier: 1.5, max: '15s' };

/** When an app is started again. */
export function policyOf(app: RawMap): RawMap {
  const codes = (Array.isArray(app.stop_exit_codes) ? app.stop_exit_codes : [app.stop_exit_codes])
    .map((code) => Number(scalarText(code)))
    .filter((code) => Number.isInteger(code) && code >= 0 && code <= 255);
  const restarts = app.autorestart !== false && String(app.autorestart) !== 'false';
  const delay = milliseconds(app.restart_delay);
  const growing = milliseconds(app.exp_backoff_restart_delay);
  const bound = Number(scalarText(app.max_restarts));
  const hasBound = Number.isInteger(bound) && bound >= 0;
  const uptime = milliseconds(app.min_uptime);
  return given({
    autoRestart: restarts ? (codes.length > 0 ? 'on-failure' : undefined) : false,
    successExitCodes: restarts && codes.length > 0 ? codes : undefined,
    restartDelay: growing ?? delay,
    backoff: growing === undefined ? (delay === undefined ? undefined : { multiplier: 1 }) : growth,
    maxRestarts: restarts && hasBound ? bound : undefined,
    // A start that lasts so long is a success there, and the restarts count from 0.
    minUptime: uptime ?? (restarts && hasBound ? '1s' : undefined),
  });
}

/** A restart by the clock is a schedule only for what is not started again otherwise. */
export function scheduleOf(app: RawMap, lost: string[]): RawMap {
  const cron = scalarText(app.cron_restart ?? app.cron);
  if (cron === undefined || cron === '0' || cron.trim() === '') return {};
  const isJob = app.autorestart === false;
  const schedule = importCron(cron, undefined);
  if (!isJob || schedule === undefined) {
    lost.push(`cron_restart: ${cron}`);
    return {};
  }
  lost.push('cron_restart: pm2 also runs it at the start');
  return { schedule };
}

/** Which files restart an app. */
export function watchOf(app: RawMap): RawMap | undefined {
  const paths =
    app.watch === true || app.watch === 'true'
      ? ['.']
      : textsOf(app.watch ?? []).filter((path) => path !== 'false' && path !== '');
  if (paths.length === 0) return undefined;
  const ignore = textsOf(app.ignore_watch ?? []);
  // Without a list of its own pm2 leaves out what begins with a dot.
  return given({
    paths: paths.map(escapeReferences),
    ignore: (ignore.length === 0 ? ['**/.*', '**/.*/**'] : ignore.flatMap(globsOf)).map(escapeReferences),
    debounce: milliseconds(app.watch_delay),
  });
}

/** How an app is stopped: pm2 asks by SIGINT. */
export function stopOf(app: RawMap): RawMap {
  return { signal: 'SIGINT', grace: milliseconds(app.kill_timeout) ?? `${usualKillMs}ms` };
}

/** The name of a folder means all that is in it. */
function globsOf(pattern: string): readonly string[] {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  return plain.includes('*') ? [plain] : [plain, `${plain}/**`];
}

function milliseconds(written: unknown): string | undefined {
  const text = scalarText(written);
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) : parseDuration(text);
  return ms === undefined || ms === null || !Number.isFinite(ms) ? undefined : writtenDuration(Math.round(ms));
}
