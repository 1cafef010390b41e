import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ControlClient } from '../../../src/client/client.js';
import { untilAnswered } from '../../chaos/until-answered.js';
import { Project, shows } from '../project.js';

const names = ['with space', 'a/b\\c', `'single' "double"`, 'größe 日本 🚀', '$HOME; `rm`', '%2e%2e', '..'];
const sleeper = { command: 'exec sleep 600' };
/** More than Linux takes in one argument or variable, 128 KiB. */
const tooLarge = 'x'.repeat(140_000);

const broken: Readonly<Record<string, { readonly config: object; readonly reason: RegExp }>> = {
  folder: { config: { command: './a-folder', args: [] }, reason: /command is a folder: .*a-folder/ },
  vanished: { config: { ...sleeper, cwd: 'vanishing' }, reason: /working folder not found: .*vanishing/ },
  forbidden: { config: { command: './no-x-bit', args: [] }, reason: /no permission to execute: .*no-x-bit/ },
  forbiddenInShell: { config: { command: './no-x-bit' }, reason: /exit code 126: command cannot be executed/ },
  hugeEnvironment: { config: { ...sleeper, env: { HUGE: tooLarge } }, reason: /larger than the system allows/ },
  hugeArgument: { config: { command: 'echo', args: [tooLarge] }, reason: /larger than the system allows/ },
};

it('says clearly of each process what keeps it from starting, and everything else goes on', async () => {
  const failing = Object.fromEntries(Object.entries(broken).map(([name, { config }]) => [name, { ...config, autoStart: false }]));
  using project = new Project({ ...Object.fromEntries(names.map((name) => [name, sleeper])), ...failing });
  const at = (name: string): string => join(project.folder, name);
  for (const folder of ['a-folder', 'vanishing']) mkdirSync(at(folder));
  writeFileSync(at('no-x-bit'), 'echo never');
  await using terminal = project.open({ columns: 160, env: { WATCHDOG_MARKER: undefined } });
  await terminal.until(
    (screen) => screen.filter((line) => line.includes('● running')).length === names.length,
    'all that can run',
  );
  rmdirSync(at('vanishing'));

  const client = new ControlClient(project.folder);
  await untilAnswered(client);
  const outcomes = await client.act({ action: 'start', names: Object.keys(broken) });
  expect(outcomes.filter(({ name }) => name !== 'forbiddenInShell').map(({ ok }) => ok)).not.toContain(true);
  for (const [name, { reason }] of Object.entries(broken)) {
    await terminal.until(shows(name, '✖ failed'), `${name} to have failed`);
    const [status] = await client.status([name]);
    expect([name, status?.state, status?.reason]).toEqual([name, 'failed', expect.stringMatching(reason)]);
  }

  // The strangest names can be acted on, and nothing of them was taken for a path, a command or an escape.
  for (const name of names) {
    expect(await client.act({ action: 'restart', names: [name] })).toMatchObject([{ name, ok: true }]);
  }
  expect((await client.act({ action: 'stop', names })).map(({ ok }) => ok)).toEqual(names.map(() => true));
  const statuses = await client.status(names);
  expect(statuses.map(({ name, state }) => [name, state])).toEqual(names.map((name) => [name, 'stopped']));
  terminal.press('q');
  expect(await terminal.exited).toEqual({ code: 0, signal: null });
});
