import { isContainerName, isServiceName } from '../../../policy/container/name.js';
import type { ProcessConfig } from '../../schema/process-config.js';
import { unasked } from '../common/check-command.js';
import type { NoCounterpart } from '../common/exported.js';
import { cronFields } from '../common/schedule.js';
import { isUnusual } from '../common/usual.js';
import { isVariableName } from './words.js';

/** What a process says that no unit of systemd can. */
export function missingInUnit(process: ProcessConfig, isAwaited: boolean, hidden: readonly string[]): readonly NoCounterpart[] {
  const { name, policy, stop, dependsOn } = process;
  const missing: NoCounterpart[] = [];
  const lacks = (key: string, instead: string): void => {
    missing.push({ process: name, where: 'systemd', key, instead });
  };
  for (const [index, { id, liveness, awaits }] of policy.probes.entries()) {
    const probe = process.probes[index];
    if (awaits !== null) lacks(id, 'the unit is active at once');
    else if (liveness) {
      lacks(id === 'health' ? 'healthCheck' : id, isAwaited ? 'it runs only until it first passes' : 'it is not run');
    } else if (!isAwaited) lacks(id, 'nothing waits for it, so it is not run');
    if (isAwaited && probe?.kind === 'http') {
      for (const key of unasked(probe)) lacks(`http.${key}`, 'any response below 400 to a GET passes');
    }
  }
  for (const key of hidden) lacks(key, 'secret; left out of the check');
  const { backoff, circuit, restart } = policy;
  if (restart !== 'never') {
    if (isUnusual(process, (each) => [each.policy.backoff.multiplier, each.policy.backoff.maxMs]) && backoff.multiplier !== 1) {
      lacks('backoff', 'RestartSec stays the same; from systemd 254 on, RestartSteps and RestartMaxDelaySec make it grow');
    }
    if (backoff.jitter > 0) lacks('backoff.jitter', 'restarts come after exactly RestartSec');
    if (isUnusual(process, (each) => [each.policy.circuit.cooldownMs, each.policy.circuit.maxCooldownMs]) && circuit.autoRetry) {
      lacks('circuit.cooldown', 'after the start limit it stays down until `systemctl reset-failed` and `start`');
    }
    if (policy.maxRestarts >= 0) lacks('maxRestarts', 'the start limit counts inside the window, not since the last success');
    if (isUnusual(process, (each) => each.policy.minUptimeMs)) lacks('minUptime', 'the start limit counts all starts alike');
  }
  if (!policy.successExitCodes.includes(0)) lacks('successExitCodes', 'systemd always takes 0 for a success');
  if (stop.keys !== null) lacks('stop.keys', `it is stopped with ${policy.stop.signal}`);
  if (stop.scope === 'group') lacks('stop.scope', 'what left the process group is stopped too');
  if (process.tty) lacks('tty', 'it has no terminal');
  for (const { name: other } of dependsOn) {
    if (isContainerName(other) || isServiceName(other)) lacks(`dependsOn ${other}`, 'neither started nor waited for');
  }
  for (const variable of Object.keys(process.env)) {
    if (!isVariableName(variable)) lacks(`env ${variable}`, 'not a valid variable name in systemd');
  }
  if (policy.memory !== null && policy.memory.forMs > 0)
    lacks('memory.for', 'the limit applies at once, and kills it with SIGKILL');
  if (Object.keys(process.hooks).length > 0) lacks('hooks', 'hooks are not run');
  const schedule = process.schedule;
  if (schedule?.kind === 'cron' && cronFields(schedule.expression) === undefined) {
    lacks('schedule', 'a timer cannot express this schedule; not started by itself');
  }
  if (process.watch !== null) lacks('watch', 'file changes do not restart it');
  if (isUnusual(process, (each) => [each.logs.file, each.logs.maxBytes, each.logs.keep]))
    lacks('logs', 'the journal keeps its output');
  return missing;
}
