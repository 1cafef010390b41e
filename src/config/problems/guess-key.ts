import { nearest } from '../../policy/words/nearest.js';

/**
 * What other tools call the keys, where no slip leads from one to the other: for each of ours the words of Compose, process-compose,
 * mprocs, pm2, supervisord, systemd, Kubernetes and others, and keys of ours that belong into that one. One word may mean several of
 * ours, each in a place of its own.
 */
const words: readonly (readonly [ours: string, theirs: string])[] = [
  ['processes', 'services procs programs apps tasks jobs'],
  ['command', 'cmd entrypoint script program exec run ExecStart'],
  ['args', 'arguments argv'],
  ['cwd', 'working_dir workingDir working_directory workingDirectory WorkingDirectory workdir directory dir root'],
  ['env', 'environment variables vars Environment'],
  ['envFile', 'env_file env_files dotenv EnvironmentFile'],
  ['shell', 'interpreter shell_command'],
  ['autoStart', 'disabled is_disabled autostart auto_start enabled'],
  ['autoRestart', 'restart autorestart auto_restart availability restart_policy restartPolicy Restart'],
  ['restartDelay', 'restart_delay backoff_seconds RestartSec'],
  ['maxRestarts', 'max_restarts startretries max_retries'],
  ['backoff', 'multiplier jitter exp_backoff_restart_delay'],
  ['minUptime', 'min_uptime startsecs'],
  ['successExitCodes', 'stop_exit_codes exitcodes SuccessExitStatus'],
  ['dependsOn', 'depends_on depends deps needs requires after After Requires'],
  ['healthCheck', 'healthcheck health_check health http tcp exec interval timeout startPeriod startInterval successThreshold'],
  ['readiness', 'fd readiness_probe readinessProbe ready_log_line wait_ready startup_probe startupProbe'],
  ['liveness', 'liveness_probe livenessProbe'],
  ['group', 'namespace'],
  ['profiles', 'profile'],
  [
    'stop',
    'signal grace shutdown stop_signal stop_grace_period kill_timeout kill_signal stopsignal stopwaitsecs KillSignal TimeoutStopSec ExecStop',
  ],
  ['replicas', 'instances numprocs scale'],
  ['tty', 'is_tty is_interactive is_foreground pty'],
  ['daemon', 'is_daemon forking'],
  ['color', 'colour colors disable_ansi_colors'],
  ['memory', 'max_memory_restart mem_limit memory_limit MemoryMax'],
  ['schedule', 'cron every timezone cron_restart crontab'],
  ['circuit', 'cooldown maxCooldown autoRetry circuit_breaker circuitBreaker'],
  ['watch', 'paths ignore debounce ignore_watch watch_options develop reload'],
  ['ports', 'expose publish'],
  ['logs', 'lines maxSize keep logging log log_location log_file out_file log_configuration'],
  // Of a check.
  ['http', 'http_get httpGet url'],
  ['tcp', 'tcp_socket tcpSocket port'],
  ['exec', 'test command cmd script'],
  ['log', 'log_line ready_log_line pattern'],
  ['interval', 'period_seconds periodSeconds'],
  ['timeout', 'timeout_seconds timeoutSeconds'],
  ['threshold', 'retries failure_threshold failureThreshold failures max_failures'],
  ['successThreshold', 'success_threshold'],
  ['startPeriod', 'start_period initial_delay_seconds initialDelaySeconds'],
  ['url', 'path host'],
  ['status', 'status_code statusCode'],
  ['contains', 'body'],
  ['insecure', 'skip_verify'],
  // Of other maps.
  ['grace', 'timeout timeout_seconds grace_period gracePeriod'],
  ['keys', 'send_keys send-keys'],
  ['scope', 'parent_only'],
  ['multiplier', 'factor'],
  ['window', 'interval'],
  ['cooldown', 'timeout reset_timeout'],
  ['paths', 'path include files globs'],
  ['ignore', 'exclude'],
  ['max', 'limit'],
  ['for', 'duration'],
  ['maxSize', 'max_size max-size size'],
  ['keep', 'max_backups max-file backups rotate'],
  ['timezone', 'tz time_zone'],
  ['every', 'interval'],
];

const synonyms = new Map<string, readonly string[]>();
for (const [ours, theirs] of words)
  for (const word of theirs.split(' ')) synonyms.set(word, [...(synonyms.get(word) ?? []), ours]);

/** What other tools call a choice, by our word for it. */
const choices: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [true, 'yes on always unless-stopped Always'],
  [false, 'no off never Never'],
  ['on-failure', 'OnFailure exit_on_failure'],
  ['started', 'service_started process_started running'],
  ['healthy', 'service_healthy process_healthy process_log_ready ready'],
  ['completed', 'service_completed_successfully process_completed_successfully success'],
  ['ended', 'process_completed exited'],
  ['group', 'parent leader process'],
]);

/** The key that an unknown one was most likely meant to be, or undefined where none is close. */
export function guessKey(key: string, known: readonly string[]): string | undefined {
  return synonyms.get(key)?.find((ours) => known.includes(ours)) ?? nearest(key, known);
}

/** The choice that a wrong value was most likely meant to be, or undefined where none is close. */
export function guessChoice(value: unknown, known: readonly unknown[]): unknown {
  if (typeof value !== 'string') return undefined;
  const meant = known.find((choice) => choices.get(choice)?.split(' ').includes(value));
  return (
    meant ??
    nearest(
      value,
      known.filter((choice) => typeof choice === 'string'),
    )
  );
}
