import { expect, it } from 'vitest';
import { whyLines } from '../../src/cli/commands/why.js';
import { crashPage } from '../../src/view/pages/crash.js';
import { eventWords } from '../../src/view/pages/event-words.js';
import { settle } from '../ports/fake-spawner.js';
import { ControlStage } from './control-stage.js';

it.each([
  {
    text: 'Error: listen EADDRINUSE: address already in use :::3000\n',
    cause: 'port 3000 is held by node (4242)',
    advice: 'stop the process that holds it, or give this one another port',
    kind: 'port_in_use',
  },
  {
    text: "TypeError: Cannot read properties of undefined (reading 'id')\n    at handle (/app/server.js:12:3)\n",
    cause: "TypeError: Cannot read properties of undefined (reading 'id') at /app/server.js:12",
    advice: '',
    kind: 'error',
  },
])('the status, why, the crash card and the events say the same cause: $cause', async ({ text, cause, advice, kind }) => {
  await using control = await ControlStage.open();
  const { stage } = control;
  stage.inspector.holders.set(3000, { pid: 4242, program: 'node', owner: null });
  stage.register();
  await stage.start();
  stage.spawner.last.events.output('stderr', Buffer.from(text));
  await stage.crash(1);
  await settle();

  const [status] = await control.client.status(['api']);
  expect(status?.cause).toBe(`${cause} (exit code 1)`);

  const why = await control.client.why('api');
  expect(why.status.cause).toBe(status?.cause);
  const said = advice === '' ? cause : `${cause}; ${advice}`;
  expect(why.cause).toBe(said);
  expect(whyLines(why, stage.clock.wallTime())).toContain(`  likely cause  ${said}`);

  const [card] = stage.watchdog.crashes('api');
  const lines = crashPage('api', card!, [card!], stage.clock.wallTime(), 200).lines.map((line) =>
    line.map((span) => span.text).join(''),
  );
  expect(lines.some((line) => line.trim() === cause)).toBe(true);

  const crashed = control.history.records.filter(({ event }) => event === 'crashed');
  expect(crashed).toMatchObject([{ name: 'api', kind, cause: status?.cause, advice }]);
  expect(eventWords(crashed[0]!).text).toBe(`cause: ${status?.cause}`);
});
