// Restarts what uses too much memory in the project of this folder: node memory-bot.ts MEGABYTES
import { setTimeout as delay } from 'node:timers/promises';
import { connect, WatchdogError } from 'watchdog-tui';

const limit = Number(process.argv[2] ?? 500) * 1024 * 1024;
const watchdog = await connect({ name: 'memory bot' });

for (;;) {
  try {
    for (const { name, state, memory } of await watchdog.status()) {
      if (state !== 'running' || memory === null || memory < limit) continue;
      const [outcome] = await watchdog.restart(name);
      console.log(`${name} had ${Math.round(memory / 1024 / 1024)} MB: ${outcome?.text}`);
    }
  } catch (error) {
    if (!(error instanceof WatchdogError) || error.code !== 'NOT_RUNNING') throw error;
    console.log('the watchdog has ended');
    break;
  }
  await delay(500);
}
