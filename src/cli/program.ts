import { sayFileFault } from '../adapters/files/fault-words.js';
import { keepIn } from '../adapters/node/cache-folder.js';
import { problemOf } from '../config/problems/config-error.js';
import { errorTable, WatchdogError } from '../policy/words/errors.js';
import { plainText } from '../policy/words/plain-text.js';
import { sayProblem, warn } from './output/print.js';
import { up } from './start/up.js';

const internalStatus = 70;

/**
 * Runs the command line and sets the exit status.
 * @param environment the environment as it was at the start of the program
 * @param cache the folder for what the next starts need not make again; undefined for none
 */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv, cache?: string): Promise<void> {
  keepIn(cache);
  // The reader of what we print may go away at any time.
  let isLost = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isLost || !isDiskFault(error)) return;
    isLost = true;
    process.exitCode = report(error);
  });
  // What is said beside it may be lost too, and an action goes on.
  process.stderr.on('error', () => {});
  try {
    // What parses a command line takes a while to load, and here there is nothing to parse.
    if (argv.length === 2 || (argv.length === 3 && argv[2] === 'up')) await up([], { incremental: true }, [], environment);
    else await runCommandLine(argv, environment);
  } catch (error) {
    if (!(isLost && isDiskFault(error))) process.exitCode = report(error);
    isLost ||= isDiskFault(error);
  }
}

/** Where what is printed goes into a file for which there is no room. */
function isDiskFault(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function runCommandLine(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { parseCommandLine } = await import('./command-line.js');
  await parseCommandLine(argv, environment);
}

function report(error: unknown): number {
  if (error instanceof WatchdogError) {
    sayProblem(problemOf(error));
    return error.exitCode;
  }
  if (isDiskFault(error)) {
    warn(`cannot write: ${sayFileFault(error)}`);
    return errorTable.ACTION_FAILED.exitCode;
  }
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd') {
    warn(
      `the folder in which this was started ${isGone(error) ? 'was removed' : `cannot be used (${sayFileFault(error)})`}; go to the project's folder`,
    );
    return errorTable.CONFIG_INVALID.exitCode;
  }
  const account = error instanceof Error ? (error.stack ?? error.message) : String(error);
  warn(`internal error, please report it: ${plainText(account)}`);
  return internalStatus;
}
