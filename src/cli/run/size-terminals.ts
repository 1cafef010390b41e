import type { Watchdog } from '../../api/watchdog.js';
import type { Configuration } from '../../config/schema/process-config.js';

/** Gives processes with a terminal the size of the pane that they will be seen in, before they start. */
export async function sizeTerminals(watchdog: Watchdog, { processes }: Configuration): Promise<void> {
  const drawing = processes.filter(({ tty }) => tty);
  if (drawing.length === 0) return;
  const { firstPaneSize } = await import('../../view/log/first-size.js');
  const size = { columns: process.stdout.columns, rows: process.stdout.rows };
  const hasHealth = processes.some(({ policy }) => policy.probes.length > 0);
  const pane = firstPaneSize(watchdog.snapshots(), size, hasHealth);
  if (pane !== undefined) for (const { name } of drawing) watchdog.terminal(name)?.resize(pane);
}
