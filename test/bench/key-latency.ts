import { setTimeout as delay } from 'node:timers/promises';
import { compare } from './comparison.js';
import { countingFlood } from './flood-text.js';
import { quantile, type Row } from './row.js';
import { barRow, type Subject } from './subject.js';

const presses = 60;

const windowMs = 3000;

/** How long the user waits, during a flood, from a key until the selection has moved on the screen, and how often that is drawn. */
export function measure(): Promise<readonly Row[]> {
  const keys = ['half', '99 of 100'].map((share) => ({ title: `key to screen during a flood, ${share} within`, unit: 'ms' }));
  const titles = [{ title: 'frames during a flood', unit: 'a second', moreIsBetter: true }, ...keys];
  return compare(titles, async (start) => {
    await using subject = await start({ commands: [countingFlood, 'sleep 600'], logs: { file: false } });
    await subject.ready();
    await delay(500); // the flood is in full course
    const framesBefore = frames(subject);
    await delay(windowMs);
    const framesPerSecond = ((frames(subject) - framesBefore) / windowMs) * 1000;
    const latencies: number[] = [];
    for (let press = 0; press < presses; press++) {
      // At no fixed distance from the last frame, or every key would find the screen equally fresh.
      await delay(20 + Math.random() * 100);
      const before = barRow(subject.terminal.screen());
      const pressedAt = subject.press(press % 2 === 0 ? 'j' : 'k');
      await subject.terminal.until((screen) => ![before, -1].includes(barRow(screen)), 'the selection to move');
      latencies.push(performance.now() - pressedAt);
    }
    return [framesPerSecond, quantile(latencies, 0.5), quantile(latencies, 0.99)];
  });
}

/** The frames that it has drawn: each ends a synchronized update, which the bare program does not make. */
function frames({ terminal }: Subject): number {
  return Buffer.concat(terminal.raw).toString('latin1').split('\x1b[?2026l').length - 1;
}
