import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../../src/client/client.js';
import { Project, shows } from '../project.js';
import { runProgram, startProgram } from '../run-program.js';
import { engineSocket, skipped, TestContainer, testImage } from './engine.js';

const forever = ['sh', '-c', 'trap "exit 0" TERM; echo ready; while true; do sleep 1 & wait; done'];

/** A project with one process that needs one container. */
function projectWith(name: string): Project {
  return new Project(
    { api: { command: 'echo api up; sleep 600', dependsOn: { [`container:${name}`]: 'started' } } },
    { containers: { names: [name], socket: engineSocket, listInterval: '2s' } },
  );
}

describe.skipIf(skipped !== undefined)('the program, with a container on a real engine', () => {
  it('waits for it, reports and acts on it from outside, and leaves it running at the end', async () => {
    await using container = await TestContainer.run('wd-test-program', forever);
    await container.post('stop?t=1');
    using project = projectWith(container.name);
    const row = `container:${container.name}`;
    const up = startProgram(['up', '--headless'], project.folder);
    const control = (...args: string[]) => runProgram(args, project.folder);
    await expect.poll(() => up.printed.out).toContain('api up');
    expect((await container.inspect()).State.Running).toBe(true);
    // It has said so in its life before this run too, which is not printed.
    const ready = () => up.printed.out.split('\n').filter((line) => line === `${row} | ready`);
    await expect.poll(ready).toHaveLength(1);

    const status = JSON.parse((await control('status', '--json')).out);
    expect(status).toMatchObject([
      { name: 'api', kind: 'process', state: 'running' },
      { name: row, kind: 'container', state: 'running', pid: null },
    ]);
    expect(await control('logs', row)).toMatchObject({ code: 0, out: expect.stringContaining('ready\n') });
    expect(await control('restart', row)).toMatchObject({ code: 0, err: `${row} restarted\n` });
    expect(await control('stop', row)).toMatchObject({ code: 0, err: `${row} stopped\napi depends on ${row} and goes on\n` });
    expect((await container.inspect()).State.Running).toBe(false);
    expect(await control('start', row)).toMatchObject({ code: 0, err: `${row} started\n` });
    expect((await control('why', row)).out).toMatch(`${row}: running for`);
    expect((await control('start', 'container:nobody')).code).toBe(64);

    up.child.kill('SIGTERM');
    const ended = await up.ended;
    expect(ended.code).toBe(0);
    expect(ended.err).toContain(`container ${container.name} keeps running`);
    expect((await container.inspect()).State.Running).toBe(true);
  });

  it('shows it in a row of the dashboard, and the keys act on it', async () => {
    await using container = await TestContainer.run('wd-test-screen', forever);
    using project = projectWith(container.name);
    await using terminal = project.open();
    const row = `▣ ${container.name}`;
    await terminal.until(shows(row, '● running'), 'its row');
    terminal.press('j');
    await terminal.until((screen) => screen.some((line) => line.includes('ready')), 'its log');
    terminal.press('x');
    await terminal.until((screen) => screen.some((line) => line.includes('api depends on')), 'the warning');
    terminal.press('y');
    await terminal.until(shows(row, '○ stopped'), 'the stop');
    expect((await container.inspect()).State.Running).toBe(false);
    terminal.press('s');
    await terminal.until(shows(row, '● running'), 'the start');
    terminal.press('q');
    await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop api?')), 'the question');
    terminal.press('y');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect((await container.inspect()).State.Running).toBe(true);
  });

  it('shows in its details what the engine reports, and how it died; from outside too', async () => {
    await using container = await TestContainer.run('wd-test-details', forever);
    using project = projectWith(container.name);
    await using terminal = project.open();
    const row = `container:${container.name}`;
    const until = (text: string) => terminal.until((screen) => screen.some((line) => line.includes(text)), text);
    await terminal.until(shows(`▣ ${container.name}`, '● running'), 'its row');
    await container.killMain();
    terminal.press('j');
    terminal.press('i');
    await until(`image        ${testImage}`);
    await until(`engine       Docker `);
    await until('dependents   api');
    await until('exit code 137: SIGKILL');
    await until('running for');
    terminal.press('[');
    await until('crash 1 of 1');
    await until('ready');
    const { out } = await runProgram(['why', row], project.folder);
    expect(out).toContain('exit code 137');
    const details = await new ControlClient(project.folder).details(row);
    expect(details).toMatchObject({ container: { image: testImage }, ends: [{ code: 137, expected: false }] });
  });
});
