import { describe, expect, it } from 'vitest';
import { EmulatedTerminal } from './emulated-terminal.js';
import { screenFaults, strayFaults } from './screen-faults.js';

async function faultsOf(lines: readonly string[], size = { columns: 60, rows: 12 }, ascii = false): Promise<readonly string[]> {
  const terminal = new EmulatedTerminal(size);
  await new Promise<void>((resolve) => terminal.stdout.write(lines.join('\n'), () => resolve()));
  const faults = screenFaults(terminal, { project: 'shop', names: ['api', 'a-name-too-long', ascii ? '? db' : '▣ db'], ascii });
  terminal.dispose();
  return faults;
}

const header = ` shop  0/1 up${' '.repeat(38)}22:13:21`;
const titles = '   NAME   STATE';

describe('What is wrong with a screen', () => {
  it('is nothing where a header, a table and a selected process are there, also with a name that was cut', async () => {
    expect(await faultsOf([header, titles, ' ▌ api   ● running'])).toEqual([]);
    expect(await faultsOf([header, titles, ' ▌ a-n…ng ● running'])).toEqual([]);
    expect(await faultsOf([header, titles, '   no process matches "x"; Esc shows all'])).toEqual([]);
    expect(await faultsOf([header, ' Help', ' k   Up'])).toEqual([]);
    expect(await faultsOf([header, `${titles}    2–3 of 3`, '   api   ● running'])).toEqual([]);
    expect(await faultsOf([' The terminal is 30x8;'], { columns: 30, rows: 8 })).toEqual([]);
  });

  it('is a line that is longer than the screen', async () => {
    expect(await faultsOf([header, 'x'.repeat(61)])).toEqual(['row 2 holds the rest of row 1']);
  });

  it('is the name of a command in the place of its key', async () => {
    expect(await faultsOf([header, ' nothing is marked; {table.mark} marks'])).toEqual(['{table.mark} is no key']);
  });

  it('is a header that is missing, twice, or not as wide as the screen', async () => {
    expect(await faultsOf(['', header])).toEqual(['no header in the first row']);
    expect(await faultsOf([header, header])).toEqual(['more than one header']);
    expect(await faultsOf([header.replace('    ', '  ')])).toEqual(['the header ends in column 57 of 60']);
    expect(await faultsOf([header], { columns: 30, rows: 8 })).toContain('the size is not said');
  });

  it('is a selection of nothing, of what is not there, or of two', async () => {
    expect(await faultsOf([header, titles, '   api   ● running'])).toEqual(['no row is selected']);
    expect(await faultsOf([header, titles, ' ▌ gone  ● running'])).toEqual(['"gone" is selected and not there']);
    expect(await faultsOf([header, titles, ' ▌ api   ● running', ' ▌ api   ● running'])).toEqual(['2 rows are selected']);
  });

  it('is not the heading of a group, or a container, that is selected', async () => {
    expect(await faultsOf([header, titles, ' ▌ back end  1/2 up ──────'])).toEqual([]);
    expect(await faultsOf([header, titles, ' ▌ ▣ db  ● running'])).toEqual([]);
    expect(await faultsOf([header, titles, ' ▌ ▣ gone  ● running'])).toEqual(['"▣ gone" is selected and not there']);
  });

  it('is on a terminal for ASCII the same, and whatever is not ASCII', async () => {
    const [size, ascii] = [{ columns: 60, rows: 12 }, true];
    expect(await faultsOf([header, titles, ' > api   * running'], size, ascii)).toEqual([]);
    expect(await faultsOf([header, titles, ' > ? db  X failed'], size, ascii)).toEqual([]);
    expect(await faultsOf([header, titles, ' > a-n~g * running'], size, ascii)).toEqual([]);
    expect(await faultsOf([header, titles, ' > gone  * running'], size, ascii)).toEqual(['"gone" is selected and not there']);
    expect(await faultsOf([header, titles, ' > api   ● running'], size, ascii)).toContain('row 2 is not ASCII');
    expect(await faultsOf([header, titles, '   api   * running'], size, ascii)).toEqual(['no row is selected']);
  });

  it('is whatever else is sent than text, its style, the cursor and the modes of the dashboard', () => {
    expect(strayFaults('\x1b[?2026h\x1b[2A\x1b[1G\x1b[K\x1b[1;38;5;2mgreen\x1b[39m 日本\n\x1b[?25l')).toEqual([]);
    for (const stray of ['\x1b]0;title\x07', '\x07', '\x1b[?1000h', '\x1bPq', '\x1b[6n', '\u202e', '\x9b2J', '\r', '\t'])
      expect(strayFaults(`text ${stray} text`), JSON.stringify(stray)).toHaveLength(1);
  });
});
