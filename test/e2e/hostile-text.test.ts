import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { ProgramRun, watchdog } from '../control/program-run.js';

/** What would set the title, the mouse and the clipboard, ask the terminal something, clear it, or turn text around. */
const attacks = [
  '\x1b]0;EVIL\x07',
  '\x1b]52;c;ZXZpbA==\x1b\\',
  '\x1b[?1000h',
  '\x1b[6n',
  '\x1b[2J\x1b[H',
  '\x1bPq\x1b\\',
  '\x1b_Gx\x1b\\',
  '\x9b31m\x9d0;t\x9c',
  '\x1bc',
  '\r\b\x0b\x0e\x7f',
  '\u202e\u2066',
];

/** Random bytes, the same in every run. */
function noise(seed: number): string {
  let state = seed;
  const bytes = Array.from({ length: 60 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 256;
  });
  return Buffer.from(bytes.filter((byte) => byte !== 0 && byte !== 0x2f && byte !== 0x0a)).toString('latin1');
}

/** A folder whose name is hostile, with a project in which everything that can be named is. */
class HostileProject implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'watchdog-hostile-'));
  readonly folder: string;

  constructor(evil: string) {
    this.folder = join(this.#root, `dir${evil.replaceAll('/', '').slice(0, 40)}`);
    mkdirSync(this.folder);
    writeFileSync(join(this.folder, 'evil.txt'), `${evil}\n`);
    const said = 'cat evil.txt';
    const processes = {
      talks: { command: `${said}; ${said} >&2; exec sleep 600` },
      checked: { command: 'exec sleep 600', healthCheck: { exec: `${said}; exit 1`, interval: '100ms', startPeriod: '1ms' } },
      crashes: { command: `echo "Error: $(${said})" >&2; exit 3`, restartDelay: '1m' },
      missing: { command: `./no-${evil}`, args: [] },
      elsewhere: { command: 'true', cwd: `./no-${evil}` },
      // Controls in a name are refused.
      'named-\u202edren\u200b': { command: 'exec sleep 600' },
    };
    writeFileSync(join(this.folder, 'watchdog.yaml'), stringify({ processes }));
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** What of a text is neither text nor a line feed, tab, or where `colours` one of our colours. */
function remains(text: string, colours = false): string[] {
  const rest = colours ? text.replace(/\x1b\[[0-9;:]*m/g, '') : text;
  return rest.match(/.{0,20}[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069].{0,10}/gsu) ?? [];
}

const commands = [
  ['status'],
  ['status', '--json'],
  ['why', 'checked'],
  ['why', 'crashes'],
  ['why', 'missing'],
  ['why', 'elsewhere'],
  ['logs'],
  ['logs', '--json'],
  ['logs', '-n', '20'],
  ['events'],
  ['events', '--json'],
  ['start', '--all'],
  ['restart', 'missing'],
  ['wait', 'checked', '--timeout', '50ms'],
  ['reload'],
  ['check'],
  ['check', '--print'],
  ['check', '--file', 'no-such-file\x1b]0;EVIL\x07'],
  ['status', 'no-such-name\x1b]0;EVIL\x07'],
  ['__complete', 'stop', ''],
];

describe('text from outside', { timeout: 120_000 }, () => {
  it.each([
    ['that attacks the terminal', attacks.join('x')],
    ['of random bytes', noise(1)],
    ['of other random bytes', noise(2)],
  ])('%s reaches no terminal and no pipe, whatever the command', async (_what, evil) => {
    using project = new HostileProject(evil);
    await using run = await ProgramRun.up(project.folder);
    await run.until(/crashes: .*retry|crashes: .*again|crashes: .*restart/);
    await vi.waitFor(
      async () => expect((await watchdog(project.folder, ['why', 'checked'])).stdout).toMatch(/exit code 1|exited with 1/),
      {
        timeout: 20_000,
      },
    );
    for (const args of commands) {
      const [plain, coloured] = await Promise.all([
        watchdog(project.folder, args),
        watchdog(project.folder, args, { FORCE_COLOR: '1' }),
      ]);
      expect([args, remains(plain.stdout), remains(plain.stderr)]).toEqual([args, [], []]);
      expect([args, remains(coloured.stdout, true), remains(coloured.stderr, true)]).toEqual([args, [], []]);
    }
    const down = await watchdog(project.folder, ['down']);
    expect(remains(down.stderr)).toEqual([]);
    const { stdout, stderr } = await run.end;
    expect([remains(stdout), remains(stderr)]).toEqual([[], []]);
    writeFileSync(
      join(project.folder, 'watchdog.yaml'),
      `processes:\n  ${JSON.stringify(evil)}: {commando: ${JSON.stringify(evil)}}\n`,
    );
    const broken = await watchdog(project.folder, ['check']);
    expect([broken.status, remains(broken.stderr)]).toEqual([78, []]);
  });
});
