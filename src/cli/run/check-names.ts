import type { Configuration } from '../../config/schema/process-config.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { namedUnits, namesSeveral, sayUnknown } from '../../policy/words/named-units.js';
import { nearest } from '../../policy/words/nearest.js';
import { wantedNames } from '../../supervisor/wanted.js';

/** Which processes to start. */
export interface NamesRequest {
  /** With what they depend on; none means all. */
  readonly names: readonly string[];
  /** Profiles that are to be active. */
  readonly profiles: readonly string[];
  /** The commands of the program, which a mistyped name may have meant; none after `up`. */
  readonly commands: readonly string[];
}

/**
 * A run that ends when everything has ended has no end with a schedule.
 * @throws WatchdogError USAGE
 */
export function refuseSchedules(
  { exitWhenDone }: { readonly exitWhenDone: boolean },
  names: readonly string[],
  { processes }: Configuration,
): void {
  if (!exitWhenDone) return;
  const wanted = wantedNames(processes, names.length === 0 ? undefined : new Set(names));
  const scheduled = processes.filter(({ name, schedule }) => schedule !== null && wanted.includes(name)).map(({ name }) => name);
  if (scheduled.length === 0) return;
  const [runs, ends] = scheduled.length === 1 ? ['runs', 'it never ends'] : ['run', 'they never end'];
  throw new WatchdogError(
    'USAGE',
    `${scheduled.join(', ')} ${runs} by a schedule, so ${ends}; leave out --exit-when-done, or name what is to run`,
  );
}

/**
 * What names, groups and globs mean; and checks that there is a process for each profile.
 * @throws WatchdogError USAGE, with what was probably meant
 */
export function checkNames({ names, profiles, commands }: NamesRequest, { processes, file }: Configuration): readonly string[] {
  const known = [...new Set(processes.flatMap((process) => process.profiles))];
  for (const profile of profiles) {
    if (known.includes(profile)) continue;
    const close = nearest(profile, known);
    const all = known.length === 0 ? `${file} has none` : `${file} has ${known.join(', ')}`;
    const hint = close === undefined ? all : `did you mean "${close}"?`;
    throw new WatchdogError('USAGE', `no process has the profile "${profile}"; ${hint}`);
  }
  const found = namedUnits(
    names,
    processes.map(({ replica, ...process }) => ({ ...process, ...(replica === null ? {} : { replicaOf: replica.of }) })),
  );
  if ('names' in found) return found.names;
  const { unknown, hint } = found;
  // `up NAME` means a process; without `up` it may have meant a command.
  const what = commands.length === 0 ? 'no process' : 'no process and no command';
  const close = namesSeveral(unknown) ? undefined : nearest(unknown, [...processes.map(({ name }) => name), ...commands]);
  const list = `${file} has ${processes.map(({ name }) => name).join(', ') || 'none'}`;
  const meant = close === undefined ? (namesSeveral(unknown) ? hint : list) : `did you mean "${close}"?`;
  throw new WatchdogError('USAGE', `${sayUnknown(unknown, what)}; ${meant}`);
}
