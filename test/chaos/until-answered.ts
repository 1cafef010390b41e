import { setTimeout as delay } from 'node:timers/promises';
import type { ControlClient } from '../../src/client/client.js';
import { hungAfterMs } from '../fixtures/hung.js';

/** Waits until the control socket of a run is open, which comes after its table: tries every 20 ms, and gives up after `withinMs`. */
export async function untilAnswered(client: ControlClient, withinMs = hungAfterMs): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      await client.status([]);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(20);
    }
  }
}
