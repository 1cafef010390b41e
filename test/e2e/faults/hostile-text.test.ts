import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../../src/client/client.js';
import { type ProgramEnd, ProgramRun, watchdog } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { type Evil, everywhere, evils, HostileWorld } from './hostile-world.js';

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

/** What of a text is neither text nor a line feed, tab, or where `colours` one of our colours. */
function remains(text: string, colours = false): string[] {
  const rest = colours ? text.replace(/\x1b\[[0-9;:]*m/g, '') : text;
  return rest.match(/.{0,20}[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069].{0,10}/gsu) ?? [];
}

/** Every text in a document, keys included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

const commands = [
  ['status'],
  ['status', '--json'],
  ['why', 'checked'],
  ['why', 'crashes'],
  ['why', 'missing'],
  ['why', 'elsewhere'],
  ['why', 'watching'],
  ['why', 'leaves'],
  ['why', 'waits'],
  ['why', 'container:redis'],
  ['why', 'container:lost'],
  ['logs', 'container:redis'],
  ['restart', 'container:redis'],
  ['logs'],
  ['logs', '--json'],
  ['logs', '-n', '20'],
  ['events'],
  ['events', '--json'],
  ['start', 'talks', 'missing', 'elsewhere'],
  ['restart', 'missing'],
  ['wait', 'checked', '--timeout', '50ms'],
  ['reload'],
  ['check'],
  ['check', '--print'],
  ['check', '--file', 'no-such-file\x1b]0;EVIL\x07'],
  ['status', 'no-such-name\x1b]0;EVIL\x07'],
  ['__complete', 'stop', ''],
  ['wait', 'checked', '--for', '\x1b]0;EVIL\x07\u202e'],
  ['export', '\x1b]0;EVIL\x07\u202e'],
  ['up', '-x\x1b]0;EVIL\x07\u202e'],
  ['completion', 'bash', '--file', 'a\x1b]0;EVIL\x07\u202e'],
  ['mcp', '--print-config', '--file', 'a\x1b]0;EVIL\x07\u202e'],
];

interface Asking {
  readonly asked?: readonly string[][];
  /** Which half of the commands prints colours. */
  readonly parity?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Every place of a watchdog's output in which a control of another program's came through, over all commands. */
async function whatComesThrough(
  evil: Evil,
  { asked = commands, parity = 0, env = {} }: Asking = {},
): Promise<readonly unknown[]> {
  await using world = await HostileWorld.open(evil);
  await using run = await ProgramRun.up(world.folder, env);
  const client = new ControlClient(world.folder);
  const found: unknown[] = [];
  const look = (what: unknown, { stdout, stderr }: Pick<ProgramEnd, 'stdout' | 'stderr'>, colours = false): void => {
    const all = [...remains(stdout, colours), ...remains(stderr, colours)];
    if (all.length > 0) found.push([what, ...all]);
  };
  await run.until(/crashes: .*retry|crashes: .*again|crashes: .*restart/);
  await eventually(async () =>
    expect((await watchdog(world.folder, ['why', 'checked'])).stdout).toMatch(/exit code 1|exited with 1/),
  );
  await eventually(() => {
    world.save();
    expect(run.stderr).toMatch(/watching: .*(changed|restart)/);
  }, 500);
  for (const [index, args] of asked.entries()) {
    // Each with colours and without over the samples, since a start of the program takes its time.
    const colours = index % 2 === parity;
    look(args, await watchdog(world.folder, args, colours ? { ...env, FORCE_COLOR: '1' } : env), colours);
  }
  for (const { name } of await client.status([])) {
    if (!name.startsWith('container:')) continue; // Of a process they hold its output as it came, and the configuration.
    const texts = textsIn(await client.details(name));
    found.push(...texts.flatMap((text) => remains(text)).map((rest) => [`details of ${name}`, rest]));
  }
  look('down', await watchdog(world.folder, ['down'], env));
  look('up', await run.end);
  world.break();
  const broken = await watchdog(world.folder, ['check'], env);
  expect(broken.status).toBe(78);
  look('check', broken);
  return found;
}

const samples = fc.sample(evils, { seed: 20_261_129, numRuns: 4 });

describe('text from outside', { timeout: 240_000 }, () => {
  const cases: readonly (readonly [what: string, evil: Evil])[] = [
    ['that attacks the terminal', everywhere(attacks.join('x'))],
    ...samples.map((evil, index) => [`of random bytes, sample ${index}`, evil] as const),
  ];

  it.each(cases)('%s reaches no terminal and no pipe, whatever the command', async (what, evil) => {
    const parity = cases.findIndex(([each]) => each === what) % 2;
    expect(await whatComesThrough(evil, { parity })).toEqual([]);
  });

  it('is seen by this test where the filter has a fault', async () => {
    const fault = new URL('../../fixtures/planted-blind-filter.mjs', import.meta.url).href;
    const found = await whatComesThrough(samples[0]!, {
      asked: [['why', 'checked'], ['events'], ['logs', '-n', '20']],
      env: { NODE_OPTIONS: `--import=${fault}` },
    });
    expect(found.length).toBeGreaterThan(2);
  });
});
