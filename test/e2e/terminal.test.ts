import { describe, expect, it } from 'vitest';
import { untilDead } from '../fixtures/alive.js';
import { bytesOf } from './keys.js';
import { blankCell } from './screen/cell.js';
import { Terminal } from './terminal.js';

function shell(
  script: string,
  options: { env?: Record<string, string | undefined>; columns?: number; rows?: number } = {},
): Terminal {
  return Terminal.start({ command: 'sh', args: ['-c', script], ...options });
}

const shows = (text: string) => (screen: string[]) => screen.some((line) => line.includes(text));

describe('a terminal', () => {
  it('shows what the user would see after the program has moved the cursor about', async () => {
    await using terminal = shell(`printf 'first\\nsecond\\033[1;3HREST'`, { columns: 20, rows: 3 });
    await terminal.exited;
    expect(terminal.screen()).toEqual(['fiREST', 'second', '']);
  });

  it('knows the colours and style of a cell', async () => {
    await using terminal = shell(
      `printf '\\033[1;31ma\\033[0;7;48;5;200mb\\033[0;2;38;2;1;2;255mc\\033[0m日\\033[3;4;9md\\033[0m'`,
    );
    await terminal.exited;
    const plain = blankCell;
    expect(terminal.cell(0, 0)).toEqual({ ...plain, text: 'a', fg: 1, bold: true });
    expect(terminal.cell(1, 0)).toEqual({ ...plain, text: 'b', bg: 200, inverse: true });
    expect(terminal.cell(2, 0)).toEqual({ ...plain, text: 'c', fg: '#0102ff', dim: true });
    expect([terminal.cell(3, 0).text, terminal.cell(4, 0).text, terminal.cell(6, 0).text]).toEqual(['日', '', ' ']);
    expect(terminal.cell(5, 0)).toEqual({ ...plain, text: 'd', italic: true, underline: true, strikethrough: true });
    expect(terminal.cells()[0]!.slice(0, 6)).toEqual(Array.from({ length: 6 }, (_, x) => terminal.cell(x, 0)));
    expect(() => terminal.cell(0, 30)).toThrow('no cell at column 0 of row 30');
  });

  it('is not read while a frame is only half drawn, where the program says when it is whole', async () => {
    await using terminal = shell(`stty -echo; printf '\\033[?2026hnew'; read -r _; printf ' frame\\033[?2026l'; read -r _`);
    const seen: string[] = [];
    const whole = terminal.until((screen) => {
      seen.push(screen[0]!);
      return shows('frame')(screen);
    }, 'the frame');
    while (!shows('new')(terminal.screen())) await new Promise((resolve) => setImmediate(resolve));
    terminal.press('enter');
    await whole;
    expect(seen.filter((line) => line.includes('new') && !line.includes('frame'))).toEqual([]);
  });

  it('sends keys and text to the program', async () => {
    await using terminal = shell('stty raw -echo; echo ready; dd bs=1 count=9 2>/dev/null | od -An -c');
    await terminal.until(shows('ready'), 'the program to listen');
    terminal.press('r', 'up', 'ctrl+c', 'escape');
    terminal.type('né');
    await terminal.exited;
    expect(terminal.screen().join(' ').replaceAll(/\s+/g, ' ')).toContain('r 033 [ A 003 033 n 303 251');
  });

  it('turns Ctrl+C into a signal where the program did not ask for the key itself', async () => {
    await using terminal = shell('echo ready; exec sleep 600');
    await terminal.until(shows('ready'), 'the program to run');
    terminal.press('ctrl+c');
    expect(await terminal.exited).toEqual({ code: null, signal: 'SIGINT' });
  });

  it('gives the program its size, and its changes', async () => {
    await using terminal = shell('trap "stty size" WINCH; stty size; while :; do read -r _; done', { columns: 100, rows: 20 });
    await terminal.until(shows('20 100'), 'the first size');
    terminal.resize(61, 15);
    terminal.press('enter'); // the shell runs the trap once its read is over
    await terminal.until(shows('15 61'), 'the second size');
    expect(terminal.screen()).toHaveLength(15);
  });

  it('keeps CI away from the program, and what the test gives or takes', async () => {
    process.env.CI = 'true';
    process.env.SEEN = 'yes';
    await using terminal = shell('echo "[$CI][$VITEST][$GIVEN][$SEEN][$TERM]"', { env: { GIVEN: 'x', SEEN: undefined } });
    delete process.env.CI;
    delete process.env.SEEN;
    await terminal.exited;
    expect(terminal.screen()[0]).toBe('[][][x][][xterm-256color]');
  });

  it('answers a program that asks where the cursor is', async () => {
    await using terminal = shell(`stty raw -echo; printf 'ab\\033[6n'; dd bs=1 count=6 2>/dev/null | od -An -c`);
    await terminal.exited;
    expect(terminal.screen()[0]?.replaceAll(/\s+/g, ' ')).toBe('ab 033 [ 1 ; 3 R');
  });

  it('knows the modes that a program sets, and that it puts back', async () => {
    await using terminal = shell(
      `stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[Hin'; dd bs=1 count=1 >/dev/null 2>&1; printf '\\033[?25h\\033[?1049l'; stty sane`,
    );
    await terminal.until(shows('in'), 'the alternate screen');
    expect(await terminal.modes()).toEqual({ alternateBuffer: true, cursorVisible: false, cooked: false });
    terminal.press('x');
    await terminal.exited;
    expect(await terminal.modes()).toEqual({ alternateBuffer: false, cursorVisible: true, cooked: true });
  });

  it('sees that a program ended and left the terminal raw', async () => {
    await using terminal = shell('stty raw -echo; exit 3');
    expect(await terminal.exited).toEqual({ code: 3, signal: null });
    expect((await terminal.modes()).cooked).toBe(false);
  });

  it('keeps the bytes as they came', async () => {
    await using terminal = shell(`printf '\\033[1mx\\303'`);
    await terminal.exited;
    expect(Buffer.concat(terminal.raw)).toEqual(Buffer.from([0x1b, 0x5b, 0x31, 0x6d, 0x78, 0xc3]));
  });

  it('hangs up on the program when the window is closed', async () => {
    await using terminal = shell('echo ready; exec sleep 600');
    await terminal.until(shows('ready'), 'the program to run');
    await terminal.hangUp();
    expect(await terminal.exited).toEqual({ code: null, signal: 'SIGHUP' });
  });

  it('leaves nothing alive', async () => {
    const pids: number[] = [];
    {
      await using terminal = shell('trap "" TERM HUP; setsid sleep 600 & echo pid $!; sleep 600');
      await terminal.until(shows('pid'), 'the child');
      pids.push(terminal.pid, Number(/pid (\d+)/.exec(terminal.screen().join())?.[1]));
    }
    await Promise.all(pids.map((pid) => untilDead(pid)));
  });
});

describe('waiting for the screen', () => {
  it('shows the screen when what was waited for does not come', async () => {
    await using terminal = shell('echo something else; exec sleep 600');
    await terminal.until(shows('else'), 'the text');
    await expect(terminal.until(shows('never'), 'a miracle', 20)).rejects.toThrow(
      /waited 20 ms for a miracle\n-+\nsomething else/,
    );
  });

  it('does not wait for a program that has ended', async () => {
    await using terminal = shell('echo last words; exit 4');
    await expect(terminal.until(shows('never'), 'a miracle')).rejects.toThrow(
      /ended \({"code":4,"signal":null}\) before a miracle.*last words/s,
    );
  });
});

describe('a key', () => {
  it.each([
    ['enter', '\r'],
    ['Ctrl+C', '\x03'],
    ['ctrl+]', '\x1d'],
    ['shift+tab', '\x1b[Z'],
    ['R', 'R'],
    ['ü', 'ü'],
  ])('%s is sent as a terminal sends it', (key, bytes) => {
    expect(bytesOf(key)).toBe(bytes);
  });

  it('that does not exist is an error', () => {
    expect(() => bytesOf('anykey')).toThrow('no key is called "anykey"');
  });
});
