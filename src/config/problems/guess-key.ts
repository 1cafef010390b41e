import { nearest } from '../../policy/words/nearest.js';

/** What other tools call the keys, where no slip leads from one to the other. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['restart', 'autoRestart'],
  ['environment', 'env'],
  ['cmd', 'command'],
  ['healthcheck', 'healthCheck'],
  ['depends_on', 'dependsOn'],
  ['working_dir', 'cwd'],
  ['workingDir', 'cwd'],
  ['working_directory', 'cwd'],
  ['directory', 'cwd'],
  ['env_file', 'envFile'],
  ['disabled', 'autoStart'],
  ['autostart', 'autoStart'],
  ['autorestart', 'autoRestart'],
  ['availability', 'autoRestart'],
  ['readiness_probe', 'readiness'],
  ['readinessProbe', 'readiness'],
  ['liveness_probe', 'liveness'],
  ['livenessProbe', 'liveness'],
  ['namespace', 'group'],
  ['shutdown', 'stop'],
  ['stop_signal', 'stop'],
  ['stop_grace_period', 'stop'],
  ['kill_timeout', 'stop'],
  ['instances', 'replicas'],
  ['numprocs', 'replicas'],
  ['is_tty', 'tty'],
  ['is_daemon', 'daemon'],
  ['max_restarts', 'maxRestarts'],
  ['startretries', 'maxRestarts'],
  ['restart_delay', 'restartDelay'],
  ['min_uptime', 'minUptime'],
  ['startsecs', 'minUptime'],
  ['max_memory_restart', 'memory'],
  ['cron_restart', 'schedule'],
]);

/** The key that an unknown one was most likely meant to be, or undefined where none is close. */
export function guessKey(key: string, known: readonly string[]): string | undefined {
  const synonym = synonyms.get(key);
  return synonym !== undefined && known.includes(synonym) ? synonym : nearest(key, known);
}
