import { constants } from 'node:os';
import type { ProcessConfig } from '../../config/schema/process-config.js';
import { type HookEvent, isHookEvent } from '../../policy/process/hook-events.js';
import type { LifecycleAnnouncement, ProcessStateName } from '../../policy/process/lifecycle.js';
import { hookMark } from '../../policy/process/mark.js';
import { describeRequest, type ExitFact, requestOf } from '../../policy/restart/exit.js';
import type { Clock } from '../../ports/clock.js';
import type { Spawner } from '../../ports/spawner.js';
import type { Notice } from '../events/notice.js';
import { childEnvironment } from '../process/parts.js';
import { type ProcessSnapshot, reasonAt } from '../snapshot/process.js';
import { HookRuns } from './runs.js';

/** What the hooks know of the processes. */
export interface HookParts {
  readonly clock: Clock;
  readonly spawner: Spawner;
  /** What every child gets, before its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  configOf(name: string): ProcessConfig | undefined;
  snapshotOf(name: string): ProcessSnapshot | undefined;
  redact(text: string): string;
  noticed(notice: Notice): void;
}

type Fields = Readonly<Record<string, string | number | null>>;

/** Runs the user's commands at what happens to processes. They delay nothing and change nothing. */
export class Hooks {
  readonly #parts: HookParts;
  readonly #runs: HookRuns;
  /** The last child of each process. */
  readonly #pids = new Map<string, number>();
  /** How many starts each process had when it was ready last. */
  readonly #readyStarts = new Map<string, number>();

  constructor(parts: HookParts) {
    this.#parts = parts;
    this.#runs = new HookRuns(parts);
  }

  /** A process announces something; its snapshot is that of after. */
  announced(name: string, announcement: LifecycleAnnouncement): void {
    const { event } = announcement;
    if (event === 'started') this.#pids.set(name, announcement.pid);
    if (event === 'started' || event === 'health_ok') this.#perhapsReady(name);
    if (isHookEvent(event)) this.#run(name, event, fieldsOf(announcement));
  }

  /** The state of a process changed. */
  transitioned(name: string, to: ProcessStateName): void {
    if (to === 'failed') this.#run(name, 'failed', {});
  }

  /** The shutdown has begun. */
  close(): void {
    this.#runs.close();
  }

  /** All processes have ended. Resolves once no hook runs, which is soon. */
  finish(): Promise<void> {
    return this.#runs.finish();
  }

  /** Ends all hooks at once. */
  killAll(): void {
    this.#runs.killAll();
  }

  #perhapsReady(name: string): void {
    const snapshot = this.#parts.snapshotOf(name);
    if (snapshot?.state !== 'running' || (snapshot.health !== 'none' && snapshot.health !== 'healthy')) return;
    if (this.#readyStarts.get(name) === snapshot.startCount) return;
    this.#readyStarts.set(name, snapshot.startCount);
    this.#run(name, 'ready', {});
  }

  #run(name: string, event: HookEvent, fields: Fields): void {
    const { configOf, snapshotOf, clock, environment, redact } = this.#parts;
    const [config, snapshot] = [configOf(name), snapshotOf(name)];
    const commands = config?.hooks[event] ?? [];
    if (config === undefined || snapshot === undefined || commands.length === 0) return;
    const reason = redact(reasonAt(snapshot, clock.now()));
    const at = clock.wallTime();
    const pid = this.#pids.get(name) ?? null;
    const isUp = event === 'ready' || event === 'circuit_closed';
    const env = {
      ...childEnvironment(config, environment),
      WATCHDOG_EVENT: event,
      WATCHDOG_NAME: name,
      WATCHDOG_REASON: reason,
      WATCHDOG_EXIT_CODE: isUp ? '' : String(exitCode(snapshot.exit) ?? ''),
      WATCHDOG_PID: String(pid ?? ''),
    };
    for (const { command, cwd, from } of commands) {
      this.#runs.add({
        name,
        event,
        spec: { mark: hookMark(name, event, from), command, cwd, env },
        input: (merged) =>
          `${JSON.stringify({ event, at, name, pid, reason, ...fields, ...(merged === 0 ? {} : { merged }) })}\n`,
      });
    }
  }
}

/** The fields of an event, as `watchdog events --json` has them. */
function fieldsOf(announcement: LifecycleAnnouncement): Fields {
  switch (announcement.event) {
    case 'exited': {
      const { exit } = announcement;
      const request = requestOf(exit);
      return { code: exit.code, signal: exit.signal, by: exit.by, why: request === undefined ? '' : describeRequest(request) };
    }
    case 'backoff':
      return { delayMs: announcement.delayMs, attempt: announcement.attempt };
    case 'circuit_open':
      return { failures: announcement.failures };
    default:
      return {};
  }
}

/** The exit code as a shell reports it: 128 and the number of the signal where one ended it; undefined where it never ended. */
function exitCode(exit: ExitFact | null): number | undefined {
  if (exit === null) return undefined;
  return exit.code ?? (exit.signal === null ? undefined : 128 + (constants.signals[exit.signal as NodeJS.Signals] ?? 0));
}
