import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { nodeClock } from '../../adapters/node/clock.js';
import { spawnAlone } from '../../adapters/node/start-program.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { ControlClient } from '../../client/client.js';
import { RemoteSource } from '../../client/remote/source.js';
import { loadConfig } from '../../config/load.js';
import { writtenDuration } from '../../policy/words/duration.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { whyNot, whyNotAt } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { timingLine } from '../../view/pages/timing.js';
import { say } from '../output/print.js';
import { checkNames, type NamesRequest } from './check-names.js';
import { patienceMs, untilStarted } from './until-started.js';

/** What the user asked for. */
export interface DetachRequest extends NamesRequest {
  readonly files: readonly string[];
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Milliseconds between two polls whether the control socket is there, and for which one is waited for. */
const pollMs = 20;
const longestOpeningMs = 20_000;

/**
 * Starts a watchdog that is independent of this terminal, and waits until all of its processes are started, or it is clear that
 * some will not be.
 * @returns the exit status: 0, or 1 where a process did not come up, which is said with the reason; or that of the watchdog
 * where it ended at once
 * @throws ConfigError, WatchdogError USAGE for an unknown name or ALREADY_RUNNING
 */
export async function detach(request: DetachRequest): Promise<number> {
  const { files, profiles, environment } = request;
  const configuration = loadConfig({ files, from: process.cwd(), environment: shellEnvironment(environment), profiles });
  checkNames(request, configuration);
  const client = new ControlClient(configuration.directory);
  await refuseSecond(client);
  const program = start(request);
  // What it has to say of this start: leftovers that it ended, what it is short of, why it could not start.
  program.stderr?.on('data', (text: Buffer) => process.stderr.write(text));
  const ended = once(program, 'close').then(([code]) => (code as number | null) ?? 1);
  const answer = untilAnswers(client, program);
  const source = await Promise.race([ended, answer]);
  if (typeof source === 'number' || (source !== undefined && source.pid !== program.pid)) {
    // Another one's answered, or is about to, where two were started at once; ours is on its way out.
    void answer.then(
      (theirs) => theirs?.leave(),
      () => {},
    );
    return await ended;
  }
  program.unref();
  if (source === undefined) {
    await leaveStderr(program);
    say(
      `watchdog runs in the background, pid ${program.pid}, and cannot be reached; kill ${program.pid} ends it with its processes`,
    );
    return 1;
  }
  const { failed, awaited, gaveUp } = await untilStarted(source, nodeClock);
  const timing = await client.timing().catch(() => null);
  const reasons = await Promise.all([...failed, ...awaited].map((each) => reasonOf(each, { client, source })));
  source.leave();
  await leaveStderr(program);
  for (const reason of reasons) say(reason);
  if (gaveUp) say(`no change for ${writtenDuration(patienceMs)}; no longer waiting, and the watchdog keeps running`);
  say(`watchdog runs in the background, pid ${program.pid}; watchdog attach opens the dashboard, watchdog down ends it`);
  // What has failed since may have been ready for a moment.
  if (failed.length === 0 && timing !== null && timing.processes.length > 0) say(timingLine(timing));
  return failed.length === 0 ? 0 : 1;
}

/** Why a process did not come up. It is asked once more, since the last output of one that has just ended may say more. */
async function reasonOf(
  snapshot: ProcessSnapshot,
  { client, source }: { readonly client: ControlClient; readonly source: RemoteSource },
): Promise<string> {
  const { name, state } = snapshot;
  const status = await client.why(name).then(
    async () => (await client.statusRows([name]))[0],
    () => undefined,
  );
  // What has gone on since is no reason.
  const why =
    status?.state === state ? whyNot(status, status.facts.causeBeside) : whyNotAt(snapshot, source.now(), source.wallTime());
  return `${name}: ${why}`;
}

async function refuseSecond(client: ControlClient): Promise<void> {
  try {
    await client.status([]);
  } catch (error) {
    if (error instanceof WatchdogError && error.code === 'NOT_RUNNING') return;
    throw error;
  }
  const hint = 'watchdog attach opens its dashboard, watchdog down ends it';
  throw new WatchdogError('ALREADY_RUNNING', `a watchdog runs for this project already; ${hint}`);
}

function start({ names, files, profiles, environment }: DetachRequest): ChildProcess {
  const bin = fileURLToPath(new URL('bin.js', import.meta.url));
  const args = [
    'up',
    '--headless',
    '--quiet',
    ...files.flatMap((file) => ['--file', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    '--',
    ...names,
  ];
  return spawnAlone(process.execPath, [...process.execArgv, bin, ...args], {
    detached: true,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Passes on what it has written so far, then closes. The socket may have answered before what it wrote earlier was read. */
async function leaveStderr(program: ChildProcess): Promise<void> {
  // The second is reached only through a whole poll phase, in which what is in the pipe is read.
  for (let phase = 0; phase < 2; phase++) await new Promise((resolve) => setImmediate(resolve));
  program.stderr?.destroy();
}

/** Undefined where it lives and does not answer. */
async function untilAnswers(client: ControlClient, program: ChildProcess): Promise<RemoteSource | undefined> {
  const deadline = nodeClock.now() + longestOpeningMs;
  for (;;) {
    if (nodeClock.now() > deadline) return undefined;
    try {
      return await RemoteSource.open(client, nodeClock);
    } catch (error) {
      if (!(error instanceof WatchdogError) || error.code !== 'NOT_RUNNING') throw error;
    }
    await new Promise<void>((resolve) => nodeClock.setTimer(resolve, pollMs));
    if (program.exitCode !== null || program.signalCode !== null) return new Promise(() => {}); // Its end is the answer.
  }
}
