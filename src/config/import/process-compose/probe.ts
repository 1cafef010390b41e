import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import type { ProcessInput } from '../../schema/process.js';
import type { SettledValues } from '../common/settled-values.js';
import { inShell } from '../common/shell-run.js';
import { composeCommand, composeText, scalarText, shellWord } from '../common/values.js';
import type { ProcessScope } from './scope.js';

type Check = Exclude<ProcessInput['readiness'], null | undefined>;
type Checks = Pick<ProcessInput, 'healthCheck' | 'readiness' | 'liveness'>;

/** Seconds that process-compose takes where the file does not say, as Kubernetes does. */
const usual = { period: 10, timeout: 1, failures: 3 };
/** Seconds of our own start period. */
const usualStartPeriod = 30;

/**
 * The probes of a process. There a probe that fails ends the process, be it for readiness or for liveness, and its policy starts
 * it again; so one probe is a healthCheck. Where the policy starts nothing again, a probe only says what it sees.
 * @param restarts whether the policy starts it again
 * @param waitsForLine whether others wait for its line of output rather than for its probe
 */
export function processComposeChecks(own: RawMap, scope: ProcessScope, restarts: boolean, waitsForLine: boolean): Checks {
  const { lost, render } = scope;
  const line = scalarText(own.ready_log_line);
  const readiness = probeOf(own.readiness_probe, 'readiness_probe', scope);
  const liveness = probeOf(own.liveness_probe, 'liveness_probe', scope);
  const logged = line === undefined || line === '' ? undefined : { log: literal(render(line) ?? line) };
  if (liveness !== undefined && !restarts) {
    lost.push('liveness_probe: it would stop the process without a restart');
  }
  if (logged !== undefined && (readiness === undefined || waitsForLine)) {
    if (readiness !== undefined) lost.push('readiness_probe: dependents wait for ready_log_line');
    return { readiness: logged, ...(liveness === undefined || !restarts ? {} : { liveness }) };
  }
  if (logged !== undefined) lost.push('ready_log_line beside readiness_probe');
  if (readiness === undefined) return liveness === undefined || !restarts ? {} : { liveness };
  if (!restarts) return { readiness };
  if (liveness === undefined || JSON.stringify(liveness) === JSON.stringify(readiness)) return { healthCheck: readiness };
  lost.push('readiness_probe beside liveness_probe: only the latter restarts the process here');
  return { readiness, liveness };
}

function probeOf(written: unknown, key: string, scope: ProcessScope): Check | undefined {
  if (!isMap(written)) return undefined;
  const { lost, values } = scope;
  const before = lost.length;
  const asks = questionOf(written, key, scope);
  if (asks === undefined) {
    if (lost.length === before) lost.push(`${key}: neither exec nor http_get`);
    return undefined;
  }
  const seconds = (name: string, otherwise: number, least: number): number => {
    const value = values.number(written[name], `${key}.${name}`);
    return value !== undefined && value >= least && value < 1e9 ? value : otherwise;
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
    ...(startPeriod === usualStartPeriod ? {} : { startPeriod: `${startPeriod}s` }),
  };
}

function questionOf(
  { exec, http_get: http }: RawMap,
  key: string,
  scope: ProcessScope,
): Pick<Check, 'exec' | 'http'> | undefined {
  const { lost, render, shell, values } = scope;
  const command = isMap(exec) ? scalarText(exec.command) : undefined;
  if (isMap(exec) && command !== undefined && command.trim() !== '') {
    const folder = scalarText(exec.working_dir);
    const rendered = render(command);
    if (rendered === undefined) {
      lost.push(`${key}: ${command}: unknown template`);
      return undefined;
    }
    const asked = inShell(composeCommand(rendered), shell.command, shell.argument);
    return { exec: folder === undefined || folder === '' ? asked : `cd ${shellWord(folder)} && ${asked}` };
  }
  if (!isMap(http)) return undefined;
  const { scheme = 'http', host, port, num_port: numberedPort, path = '/', headers, status_code: status, ...others } = http;
  lost.push(...Object.keys(others).map((name) => `${key}.http_get.${name}`));
  const at = portOf(port ?? numberedPort, `${key}.port`, values);
  if (at === null) return undefined;
  const way = render(scalarText(path) ?? '/') ?? '/';
  const server = render(scalarText(host) || '127.0.0.1') || '127.0.0.1';
  const address = `${render(scalarText(scheme) ?? 'http')?.toLowerCase()}://${server}${at === undefined ? '' : `:${at}`}`;
  const url = composeText(`${address}${way.startsWith('/') ? way : `/${way}`}`);
  const given = Object.entries(isMap(headers) ? headers : {})
    .filter(([name]) => name !== '__proto__')
    .map(([name, value]) => [name, composeText(scalarText(value) ?? '')]);
  const accepted = values.number(status, `${key}.status_code`);
  if (given.length === 0 && accepted === undefined) return { http: url };
  return {
    http: {
      url,
      ...(given.length === 0 ? {} : { headers: Object.fromEntries(given) }),
      ...(accepted === undefined ? {} : { status: accepted }),
    },
  };
}

/** The port as it is now; undefined where none is given, null where it cannot be resolved, which has been reported. */
function portOf(written: unknown, key: string, values: SettledValues): string | undefined | null {
  if (scalarText(written) === undefined) return undefined;
  const text = values.text(written, key);
  return text === undefined ? null : text.trim() === '' ? undefined : text.trim();
}

/** The regular expression that a text matches and nothing else. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
