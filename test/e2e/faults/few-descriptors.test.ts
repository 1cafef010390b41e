import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { socketPath } from '../../../src/adapters/files/socket-path.js';
import { ControlClient } from '../../../src/client/client.js';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { untilDead } from '../../fixtures/alive.js';
import { eventually } from '../../fixtures/eventually.js';
import { descendantsOf } from '../../fixtures/process-tree.js';
import { builtProgram, Project, shows } from '../project.js';
import { Terminal } from '../terminal.js';

const sixty = Object.fromEntries(Array.from({ length: 60 }, (_each, index) => [`p${index}`, { command: 'exec sleep 600' }]));
const few = 'ulimit -n 100; exec "$0" "$@"';
/** A shell that has one open for itself above the limit, as editors and runners of jobs do. */
const fewBelowInherited = `exec bash -c 'exec 251</dev/null; ${few}' "$0" "$@"`;

const check = { exec: 'exec sleep 0.2', interval: '50ms', startPeriod: '50ms', startInterval: '10ms' };
const busy = Object.fromEntries(
  Object.entries(sixty).map(([name, config], index) => [
    name,
    index % 4 === 0 ? { ...config, tty: true } : { ...config, healthCheck: check },
  ]),
);

describe('with sixty processes and a hundred file descriptors', () => {
  it.each([
    ['', few],
    [', also below one that it inherited', fewBelowInherited],
  ])(
    'says how many fit, refuses the rest in words, and ends at the first SIGTERM with all that it started%s',
    async (_, shell) => {
      using project = new Project(sixty);
      await using run = new ProgramRun(project.folder, ['--headless'], {}, shell);
      await run.until(/p59: failed/);
      const children = descendantsOf(run.child.pid!);
      run.child.kill('SIGTERM');
      const { stderr, status } = await run.end;
      expect(status).toBe(0);
      expect(stderr).toMatch(
        /60 processes need \d+ file descriptors and the hard limit is 100, so about \d+ of them can run at once/,
      );
      expect(stderr).toMatch(/p59: failed: .*file descriptor/);
      expect(stderr).not.toContain('internal error');
      expect(stderr.match(/started, pid/g)!.length).toBeGreaterThan(8);
      for (const pid of children) await untilDead(pid);
    },
  );

  it.each([
    ['plain ones', sixty],
    ['ones that are checked without a pause, and ones in terminals', busy],
  ])('%s: opens the dashboard after they took what they could, answers on the socket, and quits', async (_kind, processes) => {
    using project = new Project(processes);
    const args = ['-c', few, process.execPath, builtProgram];
    await using terminal = Terminal.start({ command: '/bin/sh', args, cwd: project.folder, columns: 120, rows: 90 });
    await terminal.until(shows('p39', 'failed'), 'the refused ones');
    // The socket is opened after the first frame.
    const status = await eventually(() => new ControlClient(project.folder).status([]), 50);
    expect(status).toHaveLength(60);
    process.kill(terminal.pid, 'SIGTERM');
    expect((await terminal.exited).code).toBe(0);
  });
});

describe('with clients of the socket that hold on to their connections', () => {
  it('goes on with control for the next command, and starts what it is asked to', async () => {
    using project = new Project({ a: { command: 'exec sleep 600' }, b: { command: 'exec sleep 600', autoStart: false } });
    await using run = new ProgramRun(project.folder, ['--headless'], {}, few);
    await eventually(() => new ControlClient(project.folder).status([]), 50);
    const path = socketPath(project.folder);
    const halves = ['', 'GET /v1/sta', 'POST /v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{"a'];
    const clients = Array.from({ length: 200 }, (_each, index) => {
      const socket = connect(path, () => socket.write(halves[index % halves.length]!));
      return socket.on('error', () => {}).resume();
    });
    try {
      await eventually(() => expect(clients.filter(({ destroyed }) => destroyed).length).toBeGreaterThan(150));
      expect((await watchdog(project.folder, ['status'])).status).toBe(0);
      expect((await watchdog(project.folder, ['start', 'b'])).status).toBe(0);
      expect((await watchdog(project.folder, ['down'])).status).toBe(0);
      expect((await run.end).stderr).not.toMatch(/internal error|descriptor/);
    } finally {
      for (const client of clients) client.destroy();
    }
  });
});

const prlimit = '/usr/bin/prlimit';
const aboveInherited = `exec bash -c 'exec 251</dev/null; exec "$0" "$@"' "$0" "$@"`;

describe.runIf(existsSync(prlimit))('whose limit of file descriptors is changed while it runs', () => {
  it('refuses in words what does not fit, and starts it once it does, also below one that it inherited', async () => {
    using project = new Project({ a: { command: 'exec sleep 600' }, b: { command: 'exec sleep 600', autoStart: false } });
    await using run = new ProgramRun(project.folder, ['--headless'], {}, aboveInherited);
    await eventually(() => new ControlClient(project.folder).status([]), 50);
    const limit = (soft: number) => execFileSync(prlimit, ['--pid', String(run.child.pid), `--nofile=${soft}:`]);
    limit(40);
    const start = async () => Object.values(await watchdog(project.folder, ['start', 'b'])).join(' ');
    expect(await start()).toMatch(/too few file descriptors left .*its limit is 40\b/);
    limit(200);
    expect(await start()).toContain('b started');
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
    expect((await run.end).stderr).not.toMatch(/internal error|EINVAL/);
  });
});

describe('a child', () => {
  it.each([
    ['with a shell', { command: 'ulimit -Sn; exec sleep 600' }],
    ['without a shell', { command: 'sh', args: ['-c', 'ulimit -Sn; exec sleep 600'] }],
    ['with a terminal', { command: 'ulimit -Sn; exec sleep 600', tty: true }],
  ])('%s gets the soft limit of the shell that started us', async (_kind, child) => {
    using project = new Project({ child, missing: { command: './nowhere', args: [] } });
    await using run = new ProgramRun(project.folder, ['--headless'], {}, 'ulimit -Sn 300; "$0" "$@"; exit $?');
    await run.until(/^child +\| /m, 'stdout');
    await run.until(/missing: failed/);
    await run.until(/./, 'stdout');
    expect(run.stdout).toMatch(/^child +\| 300\r?$/m);
    expect(run.stderr).toContain('command not found: ./nowhere');
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
    await run.end;
  });
});
