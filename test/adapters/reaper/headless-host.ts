import { runUp } from '../../../src/cli/run/up.js';
import { WatchdogError } from '../../../src/policy/words/errors.js';

// What `watchdog --headless` does, from the sources.
try {
  await runUp({
    names: [],
    profiles: [],
    files: [],
    headless: true,
    quiet: false,
    exitWhenDone: false,
    failFast: false,
    incremental: true,
    environment: process.env,
    commands: [],
  });
} catch (error) {
  if (!(error instanceof WatchdogError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
