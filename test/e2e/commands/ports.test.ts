// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${port.api} are what this file is about.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../../src/client/client.js';
import type { StatusDocument } from '../../../src/protocol/documents.js';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { hungAfterMs } from '../../fixtures/hung.js';
import { Project } from '../project.js';

const serve = `require('node:http').createServer((q, a) => a.end(process.cwd() + ' ' + process.env.PORT + ' ' + (process.env.WATCHDOG_REPLICA ?? ''))).listen(process.env.PORT)`;
const server = { command: process.execPath, args: ['-e', serve], port: 'auto' };

async function statusOf(folder: string, name: string): Promise<StatusDocument> {
  const [status] = await new ControlClient(folder).status([name]);
  return status!;
}

async function answerOf(folder: string, name: string): Promise<string> {
  const { url } = await statusOf(folder, name);
  return (await fetch(url!)).text();
}

describe('Two worktrees of one repository', () => {
  it('run side by side without a change, each with ports of its own that stay the same', async () => {
    const root = mkdtempSync(join(tmpdir(), 'watchdog-e2e-'));
    try {
      const [main, branch] = [join(root, 'shop'), join(root, 'shop-branch')];
      mkdirSync(main);
      const git = (...args: readonly string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], { cwd: main, stdio: 'pipe' });
      const processes = {
        api: { ...server, healthCheck: { http: 'http://localhost:${port.api}/', startInterval: '100ms' } },
        web: {
          command: 'echo "api is at $API, I am at $PORT"; exec sleep 60',
          port: 'auto',
          env: { API: 'localhost:${port.api}' },
        },
      };
      writeFileSync(join(main, 'watchdog.yaml'), JSON.stringify({ processes }));
      git('init', '-q');
      git('add', '.');
      git('commit', '-qm', 'The shop');
      git('worktree', 'add', '-q', branch);

      await using one = await ProgramRun.up(main);
      await using other = await ProgramRun.up(branch);
      const both = [main, branch];
      for (const folder of both)
        await new ControlClient(folder).wait(['api', 'web'], 'healthy', AbortSignal.timeout(hungAfterMs));
      const statuses = await Promise.all(both.map((folder) => statusOf(folder, 'api')));
      const ports = statuses.map(({ port }) => port!);
      expect(new Set(ports).size).toBe(2);
      for (const [index, folder] of both.entries()) {
        expect(statuses[index]).toMatchObject({ health: 'healthy', url: `http://localhost:${ports[index]}/` });
        expect(await answerOf(folder, 'api')).toBe(`${folder} ${ports[index]} `);
      }
      const web = await statusOf(branch, 'web');
      await other.until(new RegExp(`api is at localhost:${ports[1]}, I am at ${web.port}`), 'stdout');

      const kept = JSON.parse(readFileSync(join(main, '.watchdog/ports.json'), 'utf8'));
      expect(kept).toMatchObject({ api: { PORT: ports[0] } });
      one.child.kill('SIGTERM');
      await one.end;
      await using again = await ProgramRun.up(main);
      expect((await statusOf(main, 'api')).port).toBe(ports[0]);
      expect(again.stderr).not.toContain('is held by');
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe('A chosen port that another program holds', () => {
  it('gives way to the next free one, at the start and later, which is said and kept', async () => {
    using project = new Project({
      api: { ...server, autoStart: false },
      web: { command: 'exec sleep 60', env: { API: '${port.api}' } },
    });
    const portOf = async () => (await statusOf(project.folder, 'api')).port!;
    const printed = (await watchdog(project.folder, ['check', '--print'])).stdout;
    const first = Number(/PORT: "(\d+)"/.exec(printed)?.[1]);
    await using _first = await holder(first);
    await using run = await ProgramRun.up(project.folder);
    const second = await portOf();
    expect(second).toBeGreaterThan(first);
    await run.until(
      new RegExp(`api: port ${first} is held by pid ${process.pid} \\(node\\), not ours; it gets ${second} from now on`),
    );
    expect(JSON.parse(readFileSync(join(project.folder, '.watchdog/ports.json'), 'utf8'))).toEqual({ api: { PORT: second } });

    // Taken while the process was down.
    await using _second = await holder(second);
    expect(await watchdog(project.folder, ['start', 'api'])).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(
        new RegExp(`^api started, pid \\d+; port ${second} is held by .*; it gets \\d+ from now on\n$`),
      ),
    });
    const third = await portOf();
    expect(third).toBeGreaterThan(second);
    await eventually(async () => expect(await answerOf(project.folder, 'api')).toBe(`${project.folder} ${third} `));
    await run.until(/reload: .*web restarts \(env changed\)/);

    // Taken between the stop and the start of a restart.
    await watchdog(project.folder, ['stop', 'api']);
    await using _third = await holder(third);
    expect(await watchdog(project.folder, ['restart', 'api', '--json'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`api restarted, pid \\d+; port ${third} is held by`)),
    });
    expect(await portOf()).toBeGreaterThan(third);
  });

  it('stays a failure where the file gives the port', async () => {
    await using held = await holder(0);
    using project = new Project({ api: { ...server, port: held.port, autoStart: false } });
    await using _run = await ProgramRun.up(project.folder);
    expect(await watchdog(project.folder, ['start', 'api'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(new RegExp(`^api did not start: port ${held.port} is held by`)),
    });
  });
});

describe('replicas', () => {
  it('are meant by their name, have ports and logs of their own, and are scaled until the file says another number', async () => {
    using project = new Project({
      api: { ...server, replicas: 2, healthCheck: { http: 'http://localhost:${port.api}/', startInterval: '100ms' } },
      web: { command: 'exec sleep 60', dependsOn: { api: 'healthy' } },
    });
    await using run = await ProgramRun.up(project.folder);
    const client = new ControlClient(project.folder);
    await client.wait(['api', 'web'], 'healthy', AbortSignal.timeout(hungAfterMs));
    const names = async () => (await client.status(['api'])).map(({ name }) => name);
    const command = (...args: readonly string[]) => watchdog(project.folder, args);
    expect(await names()).toEqual(['api-1', 'api-2']);
    expect(await answerOf(project.folder, 'api-2')).toMatch(/ 2$/);

    const up = await command('scale', 'api=4');
    expect(up).toMatchObject({ status: 0, stderr: 'api: 4 replicas, api-3, api-4 started\n' });
    expect(await answerOf(project.folder, 'api-4')).toMatch(/ 4$/);
    expect((await statusOf(project.folder, 'web')).dependsOn).toEqual(['api-1', 'api-2', 'api-3', 'api-4']);
    // A save that leaves the number alone leaves the replicas alone.
    const file = join(project.folder, 'watchdog.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}# saved\n`);
    expect(await client.reload()).toMatchObject({ ok: true });
    expect(await names()).toHaveLength(4);
    expect(await client.scale('api', 1)).toEqual({ ok: true, text: 'api: 1 replica, api-2, api-3, api-4 removed' });
    expect(await names()).toEqual(['api-1']);
    writeFileSync(file, readFileSync(file, 'utf8').replace('replicas: 2', 'replicas: 3'));
    expect(await client.reload()).toMatchObject({ ok: true });
    await client.wait(['api'], 'healthy', AbortSignal.timeout(hungAfterMs));
    expect(await names()).toEqual(['api-1', 'api-2', 'api-3']);

    const stopped = await client.act({ action: 'stop', names: ['api'] });
    expect(stopped.map(({ text }) => text)).toEqual(['api-1 stopped', 'api-2 stopped', 'api-3 stopped']);
    expect(stopped.map(({ dependents }) => dependents)).toEqual([['web'], ['web'], ['web']]);
    // What was stopped by hand is not started by being more.
    expect(await client.scale('api', 4)).toEqual({ ok: true, text: 'api: 4 replicas, api-4 added' });
    expect(await command('scale', 'web=2')).toMatchObject({
      status: 64,
      stderr: expect.stringContaining(`"web" has no replicas in ${file}; give it "replicas: 1" there first`),
    });
    const usage = (message: string) => ({ exitCode: 64, message: expect.stringContaining(message) });
    await expect(client.scale('nobody', 2)).rejects.toMatchObject(usage('no process is called "nobody"'));
    await expect(client.scale('api-1', 2)).rejects.toMatchObject(usage('did you mean "api"?'));
    await expect(client.scale('api', 0)).rejects.toMatchObject(usage('1 to 1000 replicas, not 0'));
    expect(await command('scale', 'api')).toMatchObject({ status: 64, stderr: expect.stringContaining('NAME=NUMBER') });
    expect(run.stderr).toContain('scale api=4: api-3 starts (new)');
  });
});

describe('watchdog open', () => {
  it('opens the URL that the file gives, that of the port, or the one that was printed', async () => {
    using project = new Project({
      api: { command: 'exec sleep 60', port: 'auto', url: 'http://localhost:${port.api}/docs' },
      vite: { command: "printf '  Local:   http://localhost:\\033[1m5173\\033[22m/\\n'; exec sleep 60" },
      job: { command: 'exec sleep 60' },
    });
    const bin = join(project.folder, 'bin');
    const opened = join(project.folder, 'opened');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" >> ${opened}\n[ "$1" != http://localhost:5173/ ]\n`);
    chmodSync(join(bin, 'xdg-open'), 0o755);
    const path = { PATH: `${bin}:${process.env.PATH}` };
    await using run = await ProgramRun.up(project.folder);
    await run.until(/5173/, 'stdout');
    const { port } = await statusOf(project.folder, 'api');
    const url = `http://localhost:${port}/docs`;
    const open = (...args: readonly string[]) => watchdog(project.folder, ['open', ...args], path);
    expect(await open('api', '--print')).toEqual({ status: 0, stdout: `${url}\n`, stderr: '' });
    expect(await open('vite', '--json')).toMatchObject({
      status: 0,
      stdout: '[{"name":"vite","url":"http://localhost:5173/"}]\n',
    });
    expect(await open('api')).toMatchObject({ status: 0, stderr: `api: opened ${url}\n` });
    expect(await open('vite')).toMatchObject({
      status: 1,
      stderr: 'vite: http://localhost:5173/ could not be opened: xdg-open ended with exit code 1\n',
    });
    expect(readFileSync(opened, 'utf8')).toBe(`${url}\nhttp://localhost:5173/\n`);
    expect(await open('job')).toMatchObject({ status: 1, stderr: expect.stringContaining('job has no URL') });
    expect(await open('nobody')).toMatchObject({ status: 64 });
  });
});

/** Holds a port until it is disposed of. */
async function holder(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const listening = createServer().listen(port);
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void (await once(listening.close(), 'close')),
  };
}
