import { type ActionOutcome, ActionRun, screenManner } from '../../api/action-run.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { Scaled } from '../../config/ports/replicas.js';
import { mostReplicas } from '../../config/schema/limits.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { nearest } from '../../policy/words/nearest.js';
import type { Clock } from '../../ports/clock.js';
import type { Reload } from '../../supervisor/reload.js';
import { reasonAt } from '../../supervisor/snapshot/process.js';

/** How many replicas the user asked for, and how many the file had then. */
interface ScaledTo {
  readonly count: number;
  readonly written: number;
}

/** How many replicas of each process there are to be, in place of what the file says, until that changes. */
export class Scaling {
  #scaled: ReadonlyMap<string, ScaledTo> = new Map();

  /** Reads the configuration with the replicas that are asked for. @param load reads it with these numbers */
  load(load: (scaled: Scaled) => Configuration): Configuration {
    if (this.#scaled.size === 0) return load(new Map());
    const asWritten = load(new Map());
    this.#scaled = new Map([...this.#scaled].filter(([name, { written }]) => asWritten.replicas.get(name) === written));
    return this.#scaled.size === 0 ? asWritten : load(new Map([...this.#scaled].map(([name, { count }]) => [name, count])));
  }

  /**
   * Reads the configuration with so many replicas of a process. Where it cannot be used so, nothing has changed.
   * @throws WatchdogError USAGE where the file has no replicas of it; what `load` throws
   */
  scale(name: string, count: number, load: (scaled: Scaled) => Configuration): Configuration {
    checkCount(count);
    const { replicas, file, processes } = this.load(load);
    const written = replicas.get(name);
    if (written === undefined)
      throw noReplicas(name, { scalable: [...replicas.keys()], isThere: processes.some((each) => each.name === name), file });
    const before = this.#scaled;
    this.#scaled = new Map([...before, [name, { count, written }]]);
    try {
      return this.load(load);
    } catch (error) {
      this.#scaled = before;
      throw error;
    }
  }
}

/** Waits for what becomes of a scaling: the new replicas run, or are healthy, and the others are gone. */
export async function scaleOutcome(
  watchdog: Watchdog,
  clock: Clock,
  { name, count, reload: { changes, done } }: { readonly name: string; readonly count: number; readonly reload: Reload },
): Promise<ActionOutcome> {
  const added = changes.filter(({ what }) => what === 'add');
  const started = added.filter(({ starts }) => starts);
  const removed = changes.filter(({ what }) => what === 'remove');
  const starts = await Promise.all(
    started.map((change) => new ActionRun(watchdog, clock, change.name, screenManner).run('start')),
  );
  await done;
  const left = removed.filter((change) => watchdog.getStatus(change.name) !== null);
  const trouble = [
    ...starts.filter(({ ok }) => !ok).map(({ text }) => text),
    ...left.map((change) => `${change.name} could not be ended`),
  ];
  const replicas = `${name}: ${count} ${count === 1 ? 'replica' : 'replicas'}`;
  if (trouble.length > 0) return { ok: false, text: [replicas, ...trouble].join('; ') };
  const parts = [
    listed(started, 'started'),
    listed(
      added.filter((change) => !change.starts),
      'added',
    ),
    listed(removed, 'removed'),
  ];
  return { ok: true, text: [replicas, ...parts.filter((part) => part !== '')].join(', ') };
}

/**
 * Has so many replicas of a service run, by its Swarm, and waits until they do.
 * @throws WatchdogError USAGE for a number that cannot be, PROCESS_UNKNOWN
 */
export async function scaleService(watchdog: Watchdog, clock: Clock, name: string, count: number): Promise<ActionOutcome> {
  if (!Number.isInteger(count) || count < 0 || count > mostServiceReplicas) {
    throw new WatchdogError('USAGE', `a service has 0 to ${mostServiceReplicas} replicas, not ${count}`);
  }
  const reached = await watchdog.scale(name, count);
  const row = watchdog.snapshots().find((each) => each.name === name);
  const reason = row === undefined ? 'it is not there any more' : reasonAt(row, clock.now());
  return reached
    ? { ok: true, text: `${name} scaled to ${count}` }
    : { ok: false, text: `${name} not scaled to ${count}: ${reason}` };
}

/** More is most likely a slip of the hand. */
const mostServiceReplicas = 10_000;

/** Names that an outcome has room for. */
const mostNames = 5;

function listed(changes: readonly { readonly name: string }[], done: string): string {
  if (changes.length === 0) return '';
  const names = changes.slice(0, mostNames).map(({ name }) => name);
  const more = changes.length > mostNames ? ` and ${changes.length - mostNames} more` : '';
  return `${names.join(', ')}${more} ${done}`;
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= mostReplicas) return;
  throw new WatchdogError('USAGE', `a process has 1 to ${mostReplicas} replicas, not ${count}`);
}

function noReplicas(
  name: string,
  { scalable, isThere, file }: { readonly scalable: readonly string[]; readonly isThere: boolean; readonly file: string },
): WatchdogError {
  const close = nearest(name, scalable);
  const heading = scalable.find((other) => name.startsWith(`${other}-`) && /^\d+$/.test(name.slice(other.length + 1)));
  const meant = heading ?? close;
  const hint = meant === undefined ? 'give it "replicas: 1" there first' : `did you mean "${meant}"?`;
  if (!isThere && meant === undefined) {
    const those = scalable.length === 0 ? 'none has replicas' : `those with replicas are ${scalable.join(', ')}`;
    return new WatchdogError('USAGE', `no process is called "${name}" in ${file}; ${those}`);
  }
  return new WatchdogError('USAGE', `"${name}" has no replicas in ${file}; ${hint}`);
}
