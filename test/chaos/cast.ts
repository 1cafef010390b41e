/** Milliseconds from the stop signal to SIGKILL, for every process of the play. */
export const graceMs = 300;

const ended = { autoRestart: false };

/** The kinds of children, each with its configuration; `sleep` stands for work. All of them are ended with their process. */
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  plain: { command: 'exec sleep 600' },
  'forks-and-exits': { command: 'sleep 600 & exit 0', ...ended },
  'forks-and-fails': { command: 'sleep 600 & sleep 0.5; exit 4' },
  'closes-output': { command: 'exec >&- 2>&-; exec sleep 600' },
  'has-no-stdin': { command: 'cat; exec sleep 600', stdin: 'closed' },
  'ignores-term': { command: 'trap "" TERM INT HUP; sleep 600 & wait' },
  'ignores-term-outside': { command: 'trap "" TERM INT HUP; setsid sleep 600 & exec sleep 600' },
  'stops-itself': { command: 'kill -STOP $$; exec sleep 600' },
  'becomes-another': { command: 'exec sh -c "sleep 0.1; exec sleep 600"' },
  'dies-at-once': { command: 'exit 7' },
  completes: { command: 'true', autoRestart: 'on-failure' },
  'is-not-there': { command: '/nowhere/no-such-program', args: [] },
  'has-setsid-child': { command: 'setsid sleep 600 & exec sleep 600' },
  'has-nohup-child': { command: 'nohup sleep 600 >/dev/null 2>&1 & exec sleep 600' },
  'double-forks': { command: 'setsid sh -c "sleep 600 >/dev/null 2>&1 &"; exec sleep 600' },
  'wipes-environment': { command: 'env -i /bin/sleep 600 & exec sleep 600' },
  'crashes-sometimes': { command: 'sleep $(($$ % 3)).5; exit 3' },
  floods: { command: 'while :; do seq 3000; sleep 0.2; done' },
  'grows-a-tree': { command: 'for i in 1 2 3; do (sleep 600 & (sleep 600 & wait) & wait) & done; wait' },
  'breeds-when-told-to-end': { command: 'trap "setsid sleep 600 & exit" TERM; sleep 600 & wait' },
  'breeds-all-the-time': { command: 'while :; do sleep 0.3 & sleep 0.1; done' },
  'takes-its-time': { command: 'trap "sleep 0.1; exit 0" TERM; sleep 600 & wait' },
  checked: { command: 'exec sleep 600', healthCheck: { exec: 'sleep 0.02', interval: '300ms' } },
  daemonizes: { command: 'setsid sleep 600 >/dev/null 2>&1 & sleep 0.1', daemon: true },
  'daemonizes-twice': {
    command: 'setsid sh -c "sleep 600 & sleep 600" >/dev/null 2>&1 & sleep 0.1',
    daemon: true,
    healthCheck: { exec: 'sleep 0.02', interval: '300ms' },
  },
  needs: { command: 'exec sleep 600', dependsOn: ['plain-1'] },
};

/** The `processes:` of a play in which every kind occurs `copies` times, named KIND-NUMBER. */
export function castOf(copies: number): Record<string, unknown> {
  const numbers = Array.from({ length: copies }, (_, index) => index + 1);
  const all = Object.entries(kinds).flatMap(([kind, config]) => numbers.map((number) => [`${kind}-${number}`, config] as const));
  return Object.fromEntries(all);
}

/** What holds for all of them. */
export const castDefaults = {
  restartDelay: '300ms',
  backoff: { max: '1s' },
  circuit: { threshold: 4, cooldown: '2s' },
  minUptime: '1s',
  stop: { grace: `${graceMs}ms` },
};
