import type { ControlClient } from '../../client/client.js';
import { jsonText, print } from '../output/print.js';

/** Prints the metrics of a running watchdog as OpenMetrics text, or as one JSON document. */
export async function printMetrics(client: ControlClient, json: boolean): Promise<void> {
  await print(json ? `${jsonText(await client.metricFamilies(), 2)}\n` : await client.metrics());
}
