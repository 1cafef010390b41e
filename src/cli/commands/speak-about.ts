import { isContainerName, isServiceName } from '../../policy/container/name.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { namesSeveral } from '../../policy/words/named-units.js';

/** Which processes a command is about, and where their configuration is. */
export interface Subject {
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Speaks with the running watchdog about processes. Where none runs, a name that the configuration does not have is said first, since
 * starting the watchdog would not help.
 * @throws WatchdogError USAGE for such a name, and whatever `speak` throws
 */
export async function speakAbout<T>(subject: Subject, speak: () => Promise<T>): Promise<T> {
  try {
    return await speak();
  } catch (error) {
    if (error instanceof WatchdogError && error.code === 'NOT_RUNNING') await refuseUnknown(subject);
    throw error;
  }
}

async function refuseUnknown({ names, files, environment }: Subject): Promise<void> {
  const [{ loadChecked }, { checkNames }] = await Promise.all([
    import('../run/load-checked.js'),
    import('../run/check-names.js'),
  ]);
  let configuration: Awaited<ReturnType<typeof loadChecked>>;
  try {
    configuration = await loadChecked({ files, environment });
  } catch {
    return; // A configuration that is missing or invalid knows no names.
  }
  // Only the engine knows the names and groups of containers.
  const { containers } = configuration;
  const known = names.filter(
    (name) => containers === null || !(namesSeveral(name) || isContainerName(name) || isServiceName(name)),
  );
  checkNames({ names: known, profiles: [], commands: [] }, configuration);
}
