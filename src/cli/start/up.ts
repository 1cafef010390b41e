import type { FileOptions } from '../options/file.js';
import type { ScreenOptions } from '../tty/screen-options.js';

/** What the user may say for a run. */
export interface UpOptions extends FileOptions, ScreenOptions {
  readonly headless?: boolean;
  readonly quiet?: boolean;
  readonly detach?: boolean;
  readonly exitWhenDone?: boolean;
  readonly until?: string;
  readonly failFast?: boolean;
  readonly profile?: string[];
  readonly bundleOnFailure?: string;
}

/**
 * Starts the processes, or a run in the background that does.
 * @param commands the names of commands, which a process may be taken for
 */
export async function up(
  names: string[],
  options: UpOptions,
  commands: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (options.detach) {
    const [{ detach }, { refuseBesideDetach }] = await Promise.all([
      import('../run/detach.js'),
      import('../run/detach-conflicts.js'),
    ]);
    refuseBesideDetach(options);
    process.exitCode = await detach({ names, files: options.file ?? [], profiles: options.profile ?? [], environment, commands });
    return;
  }
  // Its first step takes the system some milliseconds, in which we can load the rest.
  const { prepareCgroups } = await import('../../adapters/cgroup/folder.js');
  prepareCgroups();
  const { runUp } = await import('../run/up.js');
  await runUp({
    names,
    files: options.file ?? [],
    profiles: options.profile ?? [],
    headless: options.headless ?? false,
    quiet: options.quiet ?? false,
    exitWhenDone: options.exitWhenDone ?? false,
    until: options.until,
    failFast: options.failFast ?? false,
    bundleOnFailure: options.bundleOnFailure,
    incremental: options.incremental,
    theme: options.theme,
    ascii: options.ascii,
    environment,
    commands,
  });
}
