import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Project, shows } from '../project.js';
import { runProgram } from '../run-program.js';

const bug = `
console.log('Port 3000 is in use, trying 3001 instead.')
console.log('ready')
const total = (cart) => cart.items.length
total(undefined)
`;

it('the table, status, why, events and the details of real processes say the same cause, with the holder of a port', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const node = JSON.stringify(process.execPath);
  using project = new Project({
    shop: { command: `${node} shop.cjs`, autoRestart: false },
    web: { command: `${node} -e "require('net').createServer().listen(${port}, '127.0.0.1')"`, autoRestart: false },
  });
  writeFileSync(join(project.folder, 'shop.cjs'), bug.trimStart());
  const causes = {
    shop: "TypeError: Cannot read properties of undefined (reading 'items') at shop.cjs:3",
    web: `port ${port} is held by node (${process.pid})`,
  };
  try {
    await using terminal = project.open({ columns: 200, rows: 40 });
    for (const [name, cause] of Object.entries(causes)) {
      await terminal.until(shows(name, cause), `the cause of ${name} in the table`);
      expect((await runProgram(['why', name], project.folder)).out).toContain(`likely cause  ${cause}`);
      const status = JSON.parse((await runProgram(['status', name, '--json'], project.folder)).out);
      expect(status).toMatchObject([{ name, cause: `${cause} (exit code 1)` }]);
    }
    const events = (await runProgram(['events', '--json'], project.folder)).out.trim().split('\n');
    const crashed = events.map((line) => JSON.parse(line)).filter(({ event }) => event === 'crashed');
    expect(crashed.map(({ name, cause }) => [name, cause]).sort()).toEqual(
      Object.entries(causes).map(([name, cause]) => [name, `${cause} (exit code 1)`]),
    );
    terminal.press('i');
    await terminal.until((screen) => screen.some((line) => line.includes('Crashes')), 'the details');
    await terminal.until((screen) => screen.some((line) => line.includes(causes.shop)), 'its cause in the details');
  } finally {
    server.close();
  }
});
