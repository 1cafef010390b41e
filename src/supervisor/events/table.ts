import type { ProcessStateName } from '../../policy/process/lifecycle.js';

/** The kinds of value that an event can carry, with their TypeScript types. */
interface FieldTypes {
  string: string;
  number: number;
  'number | null': number | null;
  'string | null': string | null;
  /** Left out where it is not known. */
  'boolean?': boolean;
  Error: Error;
  ProcessState: ProcessStateName;
}

interface EventRow {
  readonly payload: Readonly<Record<string, keyof FieldTypes>>;
  readonly meaning: string;
}

const name = 'string' as const;

/**
 * Every event of a Watchdog with the fields of its one argument; `shutdown` has none.
 * The emitter's types and the table in docs/library.md are made from this. The first eighteen are those of the specification that the API comes from.
 */
export const eventTable = {
  registered: { payload: { name }, meaning: 'A process was registered' },
  starting: { payload: { name }, meaning: 'A child is about to be spawned' },
  started: { payload: { name, pid: 'number' }, meaning: 'The system has spawned the child' },
  exited: {
    payload: {
      name,
      code: 'number | null',
      signal: 'string | null',
      by: 'string',
      why: 'string',
      outOfMemory: 'boolean?',
    },
    meaning:
      'The child ended, for whatever reason; emitted for every exit. `by` says who asked for it, `itself` for nobody; `why` says that in words; `outOfMemory` of a SIGKILL whether the system sent it, where it reports that',
  },
  stopped: { payload: { name }, meaning: 'Stopped by request, and nothing of it is left' },
  restarting: { payload: { name }, meaning: 'A restart was asked for, by the user or by a failing health check' },
  error: {
    payload: { name, error: 'Error' },
    meaning: 'The system could not start it; without a listener it is dropped, never thrown',
  },
  stdout: {
    payload: { name, data: 'string' },
    meaning: 'Output, decoded as UTF-8 across chunks; of container:NAME, what it writes from now on',
  },
  stderr: { payload: { name, data: 'string' }, meaning: 'Error output, in the same way' },
  health_ok: { payload: { name }, meaning: 'A health check passed' },
  health_failed: {
    payload: { name, failures: 'number', error: 'string' },
    meaning: 'A health check failed; failures counts those in a row, 0 inside the start period',
  },
  circuit_open: {
    payload: { name, failures: 'number' },
    meaning: 'The circuit opened; nothing restarts until the cooldown is over',
  },
  circuit_reset: { payload: { name }, meaning: 'The circuit and all counts were reset by hand' },
  max_restarts: {
    payload: { name, restartCount: 'number' },
    meaning: 'All allowed restarts are used up; the process has failed',
  },
  shutdown: { payload: {}, meaning: 'The shutdown has begun' },
  container_exit: {
    payload: {
      containerName: 'string',
      exitCode: 'number | null',
      by: 'string',
      why: 'string',
      outOfMemory: 'boolean?',
    },
    meaning:
      'A container exited; `by` and `why` as in `exited`; `outOfMemory` whether a process in it was killed for want of memory, where the engine has reported it by then',
  },
  container_restart: { payload: { containerName: 'string' }, meaning: 'A container is restarted' },
  container_health_failed: { payload: { containerName: 'string' }, meaning: 'A container failed its health checks' },
  backoff: {
    payload: { name, delayMs: 'number', attempt: 'number' },
    meaning: 'An automatic restart was scheduled, delayMs milliseconds from now',
  },
  circuit_half_open: { payload: { name }, meaning: 'The cooldown is over and one trial start begins' },
  circuit_closed: { payload: { name }, meaning: 'A trial succeeded and the circuit is closed' },
  waiting: {
    payload: { name, for: 'string', blocked: 'string | null' },
    meaning:
      'A start waits for a dependency; `for` says which and for what, `blocked` why that can no longer come true by itself',
  },
  crashed: {
    payload: { name, kind: 'string | null', cause: 'string', advice: 'string' },
    meaning:
      'It ended unasked, or its check ended it, and the last of its output is there: the recognised cause as the table shows it, its kind (null where only the end itself is known), and what to do',
  },
  notice: {
    payload: { name: 'string | null', text: 'string' },
    meaning:
      'Worth a line, and reported by no other event: a reload, a restart by changed files, whose death others wait for; `text` does not repeat the name',
  },
  state: {
    payload: { name, from: 'ProcessState', to: 'ProcessState', reason: 'string', why: 'string' },
    meaning: 'The state changed; `why` is the reason without the words that the state itself says, perhaps empty',
  },
} as const satisfies Record<string, EventRow>;

type EventTable = typeof eventTable;

/** The name of an event. */
export type EventName = keyof EventTable;

/** The names of all events, those of the specification first. */
export const eventNames = Object.keys(eventTable) as readonly EventName[];

/** The one argument of an event's listeners. */
export type EventPayload<N extends EventName> = Fields<EventTable[N]['payload']>;

type Fields<P> = {
  readonly [F in keyof P as P[F] extends 'boolean?' ? never : F]: P[F] extends keyof FieldTypes ? FieldTypes[P[F]] : never;
} & { readonly [F in keyof P as P[F] extends 'boolean?' ? F : never]?: boolean };

/** The argument lists of all events, in the form that Node's generic EventEmitter takes. */
export type WatchdogEvents = {
  [N in EventName]: keyof EventTable[N]['payload'] extends never ? [] : [event: EventPayload<N>];
};

/** An event of one process as the lifecycle announces it, without the name that the runner adds. */
export type Announcement = {
  [N in EventName]: { readonly event: N } & Omit<EventPayload<N>, 'name'>;
}[EventName];
