import { configDifference } from '../config/resolve/config-diff.js';
import type { ProcessConfig } from '../config/schema/process-config.js';

/** What a reload does to one process. */
export interface ReloadChange {
  readonly name: string;
  /**
   * `add` and `remove` are about the process itself, `adopt` lets it go on with another configuration. `restart` and `start`
   * bring it up by the new one, `stop` brings down what nothing wants any more.
   */
  readonly what: 'add' | 'remove' | 'adopt' | 'restart' | 'start' | 'stop';
  /** Whether an added one starts. */
  readonly starts: boolean;
  /** Why, in words: "env, command changed". */
  readonly why: string;
}

/** What is known of a process before a reload. */
export interface ReloadedProcess {
  readonly config: ProcessConfig;
  /** The user or a start wants it up, even where it has failed or waits. */
  readonly isUp: boolean;
  /** It waits for its next run by a schedule, which another configuration does not bring forward. */
  readonly isBetweenRuns: boolean;
  /** The user stopped it, which lasts until the user starts it. */
  readonly stoppedByHand: boolean;
}

/**
 * Decides what a reload changes, in the order of the new configuration, removed ones last; untouched ones are not in it.
 * @param wanted the names that run without anybody's doing, before and after
 */
export function planReload(
  before: readonly ReloadedProcess[],
  after: readonly ProcessConfig[],
  wanted: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly ReloadChange[] {
  const known = new Map(before.map((supervision) => [supervision.config.name, supervision]));
  const kept = new Set(after.map(({ name }) => name));
  const changes = after.flatMap((config): readonly ReloadChange[] => {
    const { name } = config;
    const starts = wanted.after.includes(name);
    const current = known.get(name);
    if (current === undefined) return [{ name, what: 'add', starts, why: 'new' }];

    const difference = configDifference(current.config, config);
    const changed = difference === undefined ? '' : `${difference.keys.join(', ')} changed`;
    const change = (what: ReloadChange['what'], why: string) => [{ name, what, starts: false, why }];
    if (wanted.before.includes(name) && !starts && current.isUp) return change('stop', changed || 'not needed any more');
    if (!wanted.before.includes(name) && starts && !current.isUp && !current.stoppedByHand) {
      return change('start', changed || 'needed now');
    }
    if (difference === undefined) return [];
    return change(difference.needsRestart && current.isUp && !current.isBetweenRuns ? 'restart' : 'adopt', changed);
  });
  const removed = before.filter(({ config }) => !kept.has(config.name));
  return [
    ...changes,
    ...removed.map(({ config }) => ({ name: config.name, what: 'remove', starts: false, why: 'removed' }) as const),
  ];
}

/**
 * A plan in words: "reload: api restarts (env changed), mail starts (new), old stops (removed); 3 untouched".
 * @param title what it begins with
 */
export function sayPlan(changes: readonly ReloadChange[], processes: number, title: string): string {
  const untouched = processes - changes.filter(({ what }) => what !== 'remove').length;
  if (changes.length === 0) return `${title}: nothing changed`;
  const said = changes.map((change) => `${change.name} ${verbOf(change)} (${change.why})`).join(', ');
  return `${title}: ${said}; ${untouched} untouched`;
}

function verbOf({ what, starts }: ReloadChange): string {
  switch (what) {
    case 'add':
      return starts ? 'starts' : 'is added';
    case 'remove':
      return 'goes';
    case 'adopt':
      return 'goes on';
    case 'restart':
      return 'restarts';
    case 'start':
      return 'starts';
    case 'stop':
      return 'stops';
  }
}
