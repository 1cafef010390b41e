import type { ControlClient } from '../../client/client.js';
import { print } from '../output/print.js';

/** Prints the metrics of a running watchdog as OpenMetrics text. */
export async function printMetrics(client: ControlClient): Promise<void> {
  await print(await client.metrics());
}
