import * as z from 'zod';
import { quote } from '../problems/words.js';
import { dependsOn } from './depends-on.js';
import { duration, positiveDuration } from './duration.js';
import { checkSchemas, doubledCheck } from './health.js';
import { hooks } from './hooks.js';
import { mostReplicas } from './limits.js';
import { closedMap, command, complain, env, readable, rule, text } from './parts.js';
import { givenPort, port, url } from './port.js';
import { schedule } from './schedule.js';
import { signalComplaint } from './signal-name.js';
import { sizeFrom, smallestMemory } from './size.js';

const exitCodes = z.array(z.int().min(0).max(255));

const signal = z
  .string()
  .transform((name, ctx): NodeJS.Signals => {
    const complaint = signalComplaint(name);
    if (complaint === undefined) return name as NodeJS.Signals;
    complain(ctx, complaint);
    return z.NEVER;
  })
  .meta({ title: 'signal' });

const profileName = readable.superRefine(
  rule((name) =>
    name.startsWith('-')
      ? { message: `the profile ${quote(name)} begins with "-"`, hint: 'it would read like an option' }
      : undefined,
  ),
);

/** How much memory a process may have. */
const memory = closedMap({
  max: sizeFrom(smallestMemory).describe('Resident memory that it and all that descends from it may have together'),
  for: duration.prefault('10s').describe('Time above that after which it is ended, as a failure'),
});

/** A smaller file would be rotated all the time. */
const fileSize = sizeFrom('1kB');

/** What is kept of a process's output. */
const logs = closedMap({
  lines: z.int().min(1).max(1_000_000).default(10_000).describe('Lines kept for the dashboard, in at most 8 MiB'),
  file: z.boolean().default(true).describe('Whether its output is also written to .watchdog/logs/NAME.log'),
  maxSize: fileSize.prefault('10MB').describe('Size at which that file is rotated'),
  keep: z.int().min(0).max(1000).default(5).describe('Rotated files that are kept: NAME.1.log is the newest'),
});

/** Which files restart a process. */
const watch = closedMap({
  paths: z
    .array(text)
    .superRefine(rule((paths) => (paths.length === 0 ? { message: 'names no file' } : undefined)))
    .describe('Files, folders and globs that restart it when they change, relative to its cwd'),
  ignore: z
    .array(text)
    .default([])
    .describe('Globs to leave out; node_modules, .git, .watchdog and what editors write beside a file always are'),
  debounce: duration.prefault('300ms').describe('Quiet time after a change before it restarts, so that a burst is one restart'),
});

const backoff = closedMap({
  multiplier: z.number().min(1).default(2).describe('Factor from one wait to the next'),
  // Without a default here, since a longer restartDelay raises it; `policyOf` knows how.
  max: duration.optional().meta({ usually: '30s' }).describe('Longest wait; if not given, at least restartDelay'),
  jitter: z.number().min(0).max(1).default(0).describe('Share of a wait, 0 to 1, that chance may take off'),
});

const circuit = closedMap({
  threshold: z.int().min(1).default(5).describe('Failures inside the window, or in a row, that open the circuit'),
  window: positiveDuration.prefault('60s').describe('Time for which a failure counts'),
  cooldown: positiveDuration.prefault('60s').describe('Time for which nothing restarts once it is open'),
  maxCooldown: positiveDuration
    .optional()
    .meta({ usually: '5m' })
    .describe('Longest cooldown, which doubles with every failed trial; if not given, at least cooldown'),
  autoRetry: z.boolean().default(true).describe('Whether a trial starts by itself after the cooldown'),
});

const stop = closedMap({
  signal: signal.prefault('SIGTERM').describe('Signal that asks it to stop'),
  grace: duration.prefault('10s').describe('Time from that signal to SIGKILL'),
  command: command
    .nullable()
    .default(null)
    .describe('Shell command that takes the place of the signal; it has WATCHDOG_PID in its environment'),
  keys: text
    .superRefine(rule((keys) => (keys === '' ? { message: 'no keys to type' } : undefined)))
    .nullable()
    .default(null)
    .describe('Text that is typed into its terminal in place of the signal, such as "q" or "\\x03"; only with tty'),
  scope: z
    .enum(['all', 'group'])
    .default('all')
    .describe('all ends every descendant, group leaves those that left the process group'),
});

/** What is written for a switch; YAML 1.2 reads them, or their quoted forms, as text. */
const switchWords: ReadonlySet<string> = new Set(['yes', 'no', 'on', 'off', 'true', 'false']);

/** The keys of one process, each with its default and its meaning. */
export const processKeys = {
  command: command.optional().describe('Shell command, or with args the program to execute'),
  args: z.array(text).optional().describe('Arguments; with them the command is executed as it is, without a shell'),
  cwd: text.default('.').describe("Folder to run in, relative to the file's"),
  env: env.default({}).describe('Environment variables; null unsets one'),
  envFile: z
    .array(text)
    .default([])
    .describe(
      'Files of variables for this process alone, below its own env and above that of the file; one whose name ends in "?" may be missing',
    ),
  shell: z
    .union([z.boolean(), command], { error: 'true, false, or a program such as bash' })
    .refine((shell) => typeof shell === 'boolean' || !switchWords.has(shell.toLowerCase()), {
      error: 'a text names a shell here; for a switch write true or false, without quotes',
    })
    .optional()
    .describe('Whether a shell runs the command, by default where there are no args; or the shell that does, such as bash'),
  stdin: z.enum(['open', 'closed']).default('open').describe('open gives it an input that never ends, closed none'),
  tty: z
    .boolean()
    .default(false)
    .describe('Whether it gets a pseudo-terminal, as an interactive program needs; then stdin and color mean nothing'),
  daemon: z
    .boolean()
    .default(false)
    .describe('Whether the command launches a daemon and ends: the process is then what it leaves running'),
  color: z.boolean().default(true).describe('Whether colours are asked of it (FORCE_COLOR)'),
  autoStart: z.boolean().default(true).describe('Whether it starts together with watchdog'),
  dependsOn: dependsOn.prefault([]).describe('Processes that must be started, healthy, completed or ended before it starts'),
  profiles: z
    .array(profileName)
    .default([])
    .describe('Profiles that it belongs to: without an active one it starts only when named or needed; see --profile'),
  group: readable.nullable().default(null).describe('Name under which the table groups it with others; null for none'),
  ...checkSchemas,
  autoRestart: z
    .literal([true, false, 'on-failure'])
    .default(true)
    .describe('Which unasked exits restart it: true any, on-failure all but success codes, false none'),
  restartDelay: duration.prefault('1s').describe('Wait before the first restart'),
  maxRestarts: z.int().min(-1).default(-1).describe('Restarts allowed since the last success; -1 for no bound'),
  backoff: backoff.prefault({}).describe('How the waits between restarts grow'),
  circuit: circuit.prefault({}).describe('When to stop restarting for a while'),
  minUptime: duration.prefault('10s').describe('Uptime that makes a start a success'),
  successExitCodes: exitCodes.default([0]).describe('Exit codes of a success'),
  fatalExitCodes: exitCodes.default([]).describe('Exit codes after which it is never restarted'),
  stop: stop.prefault({}).describe('How it is stopped'),
  schedule: schedule
    .nullable()
    .optional()
    .describe(
      'When it runs by itself, in place of running all the time: a cron expression, or a map; autoRestart is then false by default',
    ),
  hooks: hooks
    .prefault({})
    .describe(
      'Shell commands that are run in its folder at what happens to it, beside those of the file; nothing waits for them',
    ),
  memory: memory
    .nullable()
    .optional()
    .describe(
      'Memory that its tree may have; above that for too long it is ended and restarted, as a failure; null for no limit',
    ),
  watch: watch.nullable().optional().describe('Files that restart it when they change; null for none'),
  port: givenPort
    .nullable()
    .default(null)
    .describe(
      'Port that it gets in PORT: a number, or auto for a free one that stays the same in this folder; or a map of variables to either',
    ),
  url: url
    .nullable()
    .optional()
    .meta({ usually: 'http://localhost:PORT/' })
    .describe('Where a browser finds it; if not given, its port unless a check is tcp, or what it prints; null for nowhere'),
  replicas: z
    .int()
    .min(1)
    .max(mostReplicas)
    .nullable()
    .default(null)
    .describe('How many of it run, as NAME-1, NAME-2 and so on, each with a port and a log of its own; NAME means all of them'),
  ports: z.array(port).prefault([]).describe('Ports that must be free before it starts; who holds one is named'),
  logs: logs.prefault({}).describe('What is kept of its output'),
  deploy: closedMap({
    image: text
      .superRefine(rule((image) => (/^\S+$/.test(image) ? undefined : { message: 'an image has a name without spaces' })))
      .nullable()
      .default(null)
      .describe('Image that it runs in on compose, Docker Swarm and Kubernetes'),
  })
    .prefault({})
    .describe('What `watchdog export` alone needs to know'),
};

/** One process. That it has a command is checked after the defaults. */
export const processSchema = closedMap(processKeys).superRefine((process, ctx) => {
  const complaint = doubledCheck(process);
  if (complaint !== undefined) complain(ctx, complaint, ['healthCheck']);
});

/** A process as written, before the schema has seen it. */
export type ProcessInput = z.input<typeof processSchema>;

/** A process as the schema understood it: durations in milliseconds, defaults filled in. */
export type ParsedProcess = z.output<typeof processSchema>;
