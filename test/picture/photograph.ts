import type { Cell } from '../e2e/cell.js';
import { builtProgram, shows } from '../e2e/project.js';
import { Terminal } from '../e2e/terminal.js';
import { projectFolder } from '../house/source-tree.js';

const withinMs = 90_000;

/**
 * The cells of the dashboard on the demo, 120x36, at a telling moment: some processes well, one that failed and one that waits
 * for it, one whose circuit is open, one that is restarted, and the log of one followed. It takes most of a minute to come.
 */
export async function photograph(): Promise<Cell[][]> {
  await using terminal = Terminal.start({
    command: process.execPath,
    args: [builtProgram],
    cwd: projectFolder,
    columns: 120,
    rows: 36,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  });
  const seen = (name: string, text: string | RegExp): Promise<void> =>
    terminal.until(shows(name, text), `${name}: ${text}`, withinMs);
  await seen('slow', 'healthy');
  await seen('web', 'healthy');
  await seen('flaky', '✖ circuit');
  terminal.press('j', 'j', 'j');
  await terminal.until((screen) => screen.some((line) => line.includes('▌ worker')), 'the worker selected');
  await terminal.until((screen) => shows('moody', '◌ retry')(screen) && shows('flaky', '✖ circuit')(screen), 'both', withinMs);
  const cells = terminal.cells();
  terminal.press('ctrl+c');
  await terminal.exited;
  return cells;
}
