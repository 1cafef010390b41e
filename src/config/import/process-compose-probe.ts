import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import { composeCommand, composeText, scalarText, shellWord } from './values.js';

type Check = Exclude<ProcessInput['readiness'], null | undefined>;

/** Seconds that process-compose takes where the file does not say, as Kubernetes does. */
const usual = { period: 10, timeout: 1, failures: 3 };
/** Seconds of our own start period. */
const usualStartPeriod = 30;

/** The probes of a process. */
export function processComposeChecks(own: RawMap, lost: string[]): Pick<ProcessInput, 'readiness' | 'liveness'> {
  const line = scalarText(own.ready_log_line);
  const readiness = probeOf(own.readiness_probe, 'readiness_probe', lost);
  const liveness = probeOf(own.liveness_probe, 'liveness_probe', lost);
  if (line !== undefined && readiness !== undefined) lost.push('ready_log_line beside readiness_probe');
  const ready = readiness ?? (line === undefined || line === '' ? undefined : { log: literal(line) });
  return { ...(ready === undefined ? {} : { readiness: ready }), ...(liveness === undefined ? {} : { liveness }) };
}

function probeOf(written: unknown, key: string, lost: string[]): Check | undefined {
  if (!isMap(written)) return undefined;
  const asks = questionOf(written);
  if (asks === undefined) {
    lost.push(`${key}, which asks neither by exec nor by http_get`);
    return undefined;
  }
  const seconds = (name: string, otherwise: number, least: number): number => {
    const value = written[name];
    return typeof value === 'number' && Number.isFinite(value) && value >= least ? value : otherwise;
  };
  const period = seconds('period_seconds', usual.period, 1);
  const failures = Math.round(seconds('failure_threshold', usual.failures, 1));
  // There the first failures count as well, so this is the time after which it would be given up.
  const startPeriod = seconds('initial_delay_seconds', 0, 0) + period * failures;
  const successes = Math.round(seconds('success_threshold', 1, 1));
  return {
    ...asks,
    interval: `${period}s`,
    timeout: `${seconds('timeout_seconds', usual.timeout, 1)}s`,
    threshold: failures,
    ...(successes === 1 ? {} : { successThreshold: successes }),
    ...(startPeriod <= usualStartPeriod ? {} : { startPeriod: `${startPeriod}s` }),
  };
}

function questionOf({ exec, http_get: http }: RawMap): Pick<Check, 'exec' | 'http'> | undefined {
  const command = isMap(exec) ? scalarText(exec.command) : undefined;
  if (isMap(exec) && command !== undefined && command.trim() !== '') {
    const folder = scalarText(exec.working_dir);
    const asked = composeCommand(command);
    return { exec: folder === undefined || folder === '' ? asked : `cd ${shellWord(folder)} && ${asked}` };
  }
  if (!isMap(http)) return undefined;
  const { scheme = 'http', host = '127.0.0.1', port, num_port: numberedPort, path = '/', headers, status_code: status } = http;
  const at = scalarText(port ?? numberedPort);
  const way = scalarText(path) ?? '/';
  const address = `${scalarText(scheme)?.toLowerCase()}://${scalarText(host) || '127.0.0.1'}${at === undefined ? '' : `:${at}`}`;
  const url = composeText(`${address}${way.startsWith('/') ? way : `/${way}`}`);
  const given = Object.entries(isMap(headers) ? headers : {})
    .filter(([name]) => name !== '__proto__')
    .map(([name, value]) => [name, composeText(scalarText(value) ?? '')]);
  if (given.length === 0 && typeof status !== 'number') return { http: url };
  return {
    http: {
      url,
      ...(given.length === 0 ? {} : { headers: Object.fromEntries(given) }),
      ...(typeof status === 'number' ? { status } : {}),
    },
  };
}

/** The regular expression that a text matches and nothing else. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
