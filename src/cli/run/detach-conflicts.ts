import { WatchdogError } from '../../policy/words/errors.js';
import type { ScreenOptions } from '../tty/screen-options.js';

/** What the user may say beside `--detach`, as far as it makes no sense there. */
export interface BesideDetach extends ScreenOptions {
  readonly headless?: boolean;
  readonly exitWhenDone?: boolean;
  readonly until?: string;
  readonly failFast?: boolean;
  readonly bundleOnFailure?: string;
}

/**
 * Refuses what would have no effect in the background.
 * @throws WatchdogError USAGE that says what to do
 */
export function refuseBesideDetach(asked: BesideDetach): void {
  const { headless, exitWhenDone, until, failFast, bundleOnFailure, theme, ascii, incremental } = asked;
  if (headless === true) {
    refuse('--detach returns and --headless prints the lines here; leave one of them out (watchdog logs -f prints them later)');
  }
  const ends = [
    exitWhenDone === true && '--exit-when-done',
    until !== undefined && '--until',
    failFast === true && '--fail-fast',
  ];
  const [end] = ends.filter((option) => option !== false);
  if (end !== undefined) {
    refuse(`${end} is about the exit status of the run, for which --detach does not wait; leave one of them out`);
  }
  if (bundleOnFailure !== undefined)
    refuse('--bundle-on-failure is for a run in the foreground; watchdog bundle writes one of a run in the background');
  const options = [theme !== undefined && '--theme', ascii === true && '--ascii', !incremental && '--no-incremental'];
  const [given] = options.filter((option) => option !== false);
  if (given !== undefined) refuse(`${given} is for a dashboard, which --detach does not open; give it to watchdog attach`);
}

function refuse(why: string): never {
  throw new WatchdogError('USAGE', why);
}
