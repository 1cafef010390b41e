import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../../fixtures/free-port.js';
import { Project, shows } from '../project.js';
import { McpClient } from './mcp-client.js';

/** A shop whose total goes wrong with an empty cart, and takes the server down. */
const server = `import { createServer } from 'node:http';
import { total } from './cart.js';

console.log('total of an empty cart:', total(undefined));
createServer((request, answer) => answer.end(String(total([{ price: 2 }, { price: 3 }])))).listen(Number(process.env.PORT), '127.0.0.1');
`;
const planted = `export function total(lines) {
  return lines.reduce((sum, { price }) => sum + price, 0);
}
`;

it('an agent finds a planted bug, mends it in the file, waits for the fresh process and verifies, while the dashboard is open', async () => {
  const port = await freePort();
  using project = new Project({
    shop: {
      command: `exec ${JSON.stringify(process.execPath)} shop.mjs`,
      env: { PORT: String(port) },
      watch: { paths: ['*.mjs', '*.js'], debounce: '200ms' },
      healthCheck: { http: `http://127.0.0.1:${port}/`, interval: '100ms' },
      // On a busy machine it crashes often before the agent has mended it.
      circuit: { threshold: 1000 },
    },
    web: { command: 'exec sleep 1000', dependsOn: { shop: 'healthy' } },
  });
  writeFileSync(join(project.folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(project.folder, 'shop.mjs'), server);
  writeFileSync(join(project.folder, 'cart.js'), planted);
  await using terminal = project.open();
  await terminal.until(shows('shop', 'TypeError'), 'the cause on the screen');
  await using agent = await McpClient.connect(project.folder);

  const { processes } = await agent.call('list_processes');
  expect(processes[0].name).toBe('shop');
  const explained = await agent.call('explain', { name: 'shop' });
  expect(explained).toMatchObject({ last_exit: { code: 1, by: 'itself' } });
  const place = /cart\.js:(\d+)/.exec([explained.cause, ...explained.error_lines].join('\n'));
  expect(place?.[1]).toBe('2');

  const file = join(project.folder, 'cart.js');
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[Number(place![1]) - 1] = lines[Number(place![1]) - 1]!.replace('lines.reduce', '(lines ?? []).reduce');
  writeFileSync(file, lines.join('\n'));
  expect(await agent.call('wait_for', { names: ['shop'], fresh: true })).toEqual({ holds: true });
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('5');
  expect(await agent.call('wait_for', { names: ['web'], condition: 'running' })).toEqual({ holds: true });

  // A save of a process that runs is not believed either before it was started again.
  writeFileSync(file, lines.join('\n').replace('sum + price', 'sum + 2 * price'));
  expect(await agent.call('wait_for', { names: ['shop'], fresh: true })).toEqual({ holds: true });
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('10');
  await terminal.until(shows('shop', /running.*healthy/), 'the mended process on the screen');
  expect((await agent.text('wait_for', { names: ['web'], fresh: true })).text).toContain('no files are watched');
});
