import { readdirSync } from 'node:fs';
import { Watchdog } from '../../src/api/watchdog.js';
import type { Sample } from './sample.js';

// A program that uses the library under restarts, crashes and floods, and prints a sample of itself every second, as a line of JSON.
// All of them say so much that every log is full, and drops what is old, within the first minute.
const watchdog = new Watchdog({ handleSignals: false, reaper: true });
const endless = { circuit: { threshold: 1_000_000 }, backoff: { multiplier: 1 }, restartDelay: 100, shell: true };
watchdog.register({ name: 'crashes', command: 'seq 500; exit 1', ...endless });
watchdog.register({ name: 'leaves-children', command: 'seq 500; setsid sleep 600 & exit 1', ...endless, stop: { grace: 100 } });
watchdog.register({ name: 'floods', command: 'while :; do seq 20000; sleep 0.1; done', ...endless });
watchdog.register({ name: 'floods-and-ends', command: 'seq 20000', ...endless });
watchdog.register({ name: 'mutters', command: 'while :; do printf %04000d 0; sleep 0.02; done', ...endless });
watchdog.register({ name: 'is-missing', command: '/nowhere/no-program' });
watchdog.register({
  name: 'checked',
  command: 'exec sleep 600',
  ...endless,
  healthCheck: { exec: 'true', interval: 100 },
});
watchdog.register({ name: 'restarted', command: 'seq 500; exec sleep 600', ...endless });

const names = watchdog.snapshots().map(({ name }) => name);
let restarts = 0;
let over = false;

async function restartAgainAndAgain(name: string): Promise<void> {
  while (!over) {
    await Promise.all([watchdog.restart(name), watchdog.restart(name)]);
    restarts += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function takeSample(): Sample {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  return {
    minute: performance.now() / 60_000,
    restarts,
    rss: rss / 1e6,
    heap: (heapUsed + external) / 1e6,
    descriptors: readdirSync('/proc/self/fd').length,
    timers: resources.filter((kind) => kind === 'Timeout').length,
    handles: resources.length,
    listeners: [watchdog, process, process.stdout]
      .flatMap((emitter) => emitter.eventNames().map((event) => emitter.listenerCount(event as never)))
      .reduce((sum, count) => sum + count, 0),
  };
}

const sampling = setInterval(() => process.stdout.write(`${JSON.stringify(takeSample())}\n`), 1000);
const loops = ['restarted', 'is-missing'].map(restartAgainAndAgain);
watchdog.up(names);
process.once('SIGTERM', () => void finish());

async function finish(): Promise<void> {
  over = true;
  clearInterval(sampling);
  await Promise.all(loops);
  await watchdog.shutdown();
}
