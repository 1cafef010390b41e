import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCgroups } from '../../../src/adapters/cgroup/folder.js';
import { findPortHolders } from '../../../src/adapters/proc/port-holders.js';
import { Watchdog } from '../../../src/api/watchdog.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { freePort } from '../../fixtures/free-port.js';

const isThere = (program: string): boolean =>
  `${process.env.PATH}:/usr/sbin`.split(delimiter).some((folder) => existsSync(join(folder, program)));
const missing = ['nginx', 'redis-server'].filter((program) => !isThere(program));
const title =
  missing.length === 0
    ? 'a real daemon'
    : `a real daemon (left out: there is no ${missing.join(', no ')} here; .ci/run installs them)`;
const hasCgroups = openCgroups() !== undefined;

const nginxConf =
  'daemon on; pid nginx.pid; error_log e.log; worker_processes 1; events {} http { access_log off; server { listen unix:n.sock; } }';
const redis = 'redis-server --port 0 --unixsocket ./r.sock --daemonize yes --save ""';
const nginx = 'nginx -p . -c nginx.conf';
/** A signal that comes while nginx begins is lost on it, so it needs the second. */
const stop = { grace: 300 };
/** Ends once the daemon has overwritten its environment, which it does a moment after its launcher has ended. */
const patient = `#!/bin/sh
PATH="\${PATH#*:}" nginx "$@" || exit
while [ ! -s nginx.pid ] || grep -q WATCHDOG_MARKER "/proc/$(cat nginx.pid)/environ"; do sleep 0.01; done
`;

async function withWatchdog(cgroups: boolean, use: (watchdog: Watchdog, cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'wd-daemon-'));
  writeFileSync(join(cwd, 'nginx.conf'), nginxConf);
  mkdirSync(join(cwd, 'patient'));
  writeFileSync(join(cwd, 'patient', 'nginx'), patient, { mode: 0o755 });
  const path = `${cgroups ? '' : join(cwd, 'patient')}:${process.env.PATH}:/usr/sbin`;
  const watchdog = new Watchdog({ handleSignals: false, cgroups, environment: { PATH: path } });
  try {
    await use(watchdog, cwd);
  } finally {
    await watchdog.shutdown();
    rmSync(cwd, { recursive: true, force: true });
  }
}

function pidIn(reason: string): number {
  return Number(/pid (\d+)/.exec(reason)?.[1]);
}

describe.skipIf(missing.length > 0)(title, () => {
  it.skipIf(!hasCgroups)('that goes to the background fails at once, is ended, and the option is named', async () => {
    await withWatchdog(true, async (watchdog, cwd) => {
      watchdog.register({ name: 'nginx', command: nginx, shell: true, cwd, stop });
      watchdog.register({ name: 'redis', command: redis, shell: true, cwd, autoRestart: 'on-failure', stop });
      await Promise.all([watchdog.start('nginx'), watchdog.start('redis')]);
      await expect.poll(() => watchdog.getStatus('nginx')!.state).toBe('failed');
      const { reason, cause } = watchdog.getStatus('nginx')!;
      expect(reason).toContain('went to the background');
      expect(reason).toContain("-g 'daemon off;'");
      expect(reason).toBe(`failed: ${cause}`);
      await expect.poll(() => watchdog.getStatus('redis')!.state).toBe('completed');
      expect(watchdog.getStatus('redis')!.reason).toContain('--daemonize no');
      await untilDead(pidIn(reason));
      await untilDead(pidIn(watchdog.getStatus('redis')!.reason));
      expect((await watchdog.shutdown()).left).toEqual([]);
    });
  });

  it('that lives on without a control group is named with its pid, also at the shutdown', async () => {
    await withWatchdog(false, async (watchdog, cwd) => {
      watchdog.register({ name: 'nginx', command: nginx, shell: true, cwd });
      await watchdog.start('nginx');
      await expect.poll(() => watchdog.getStatus('nginx')!.state).toBe('failed');
      const { reason } = watchdog.getStatus('nginx')!;
      const pid = pidIn(reason);
      expect(reason).toContain('nginx went to the background');
      try {
        const { left } = await watchdog.shutdown();
        expect(left).toEqual([{ name: 'nginx', pid }]);
      } finally {
        if (isAlive(pid)) process.kill(pid, 'SIGTERM');
        await untilDead(pid);
      }
    });
  });

  it('that lives on without a control group is not called a stranger as the holder of its port, also not by the next run', async () => {
    const port = await freePort();
    let pid = 0;
    try {
      await withWatchdog(false, async (watchdog, cwd) => {
        writeFileSync(join(cwd, 'nginx.conf'), nginxConf.replace('unix:n.sock', `127.0.0.1:${port}`));
        watchdog.register({ name: 'front', command: nginx, shell: true, cwd, ports: [port] });
        watchdog.register({ name: 'other', command: 'true', ports: [port], restartDelay: 100 });
        await watchdog.start('front');
        await expect.poll(() => watchdog.getStatus('front')!.state).toBe('failed');
        pid = pidIn(watchdog.getStatus('front')!.reason);
        await watchdog.start('other');
        expect(watchdog.getStatus('other')!.reason).toBe(`failed: port ${port} is held by pid ${pid} (nginx), of front`);
      });
      await withWatchdog(false, async (watchdog, cwd) => {
        watchdog.register({ name: 'front', command: nginx, shell: true, cwd, ports: [port] });
        await watchdog.start('front');
        const said = `port ${port} is held by pid ${pid} (nginx), which an earlier start seems to have left in the background`;
        expect(watchdog.getStatus('front')!.reason).toBe(`failed: ${said}`);
      });
    } finally {
      if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGTERM');
      if (pid > 0) await untilDead(pid);
    }
  });

  it.skipIf(!hasCgroups)('that is supervised in a control group is named as the holder of its port', async () => {
    const port = await freePort();
    await withWatchdog(true, async (watchdog, cwd) => {
      writeFileSync(join(cwd, 'nginx.conf'), nginxConf.replace('unix:n.sock', `127.0.0.1:${port}`));
      watchdog.register({ name: 'front', command: nginx, shell: true, cwd, daemon: true });
      watchdog.register({ name: 'other', command: 'true', ports: [port] });
      await watchdog.start('front');
      await expect.poll(async () => (await findPortHolders([port])).length).toBe(1);
      await watchdog.start('other');
      expect(watchdog.getStatus('other')!.reason).toMatch(/is held by pid \d+ \(nginx\), of front$/);
    });
  });

  it.skipIf(!hasCgroups)('with daemon: true runs as long as any of it lives, and is stopped as a whole', async () => {
    await withWatchdog(true, async (watchdog, cwd) => {
      watchdog.register({ name: 'nginx', command: nginx, shell: true, cwd, daemon: true });
      watchdog.register({ name: 'redis', command: redis, shell: true, cwd, daemon: true, restartDelay: 100 });
      await Promise.all([watchdog.start('nginx'), watchdog.start('redis')]);
      const pidOf = (name: string): number => watchdog.getStatus(name)!.pid!;
      // The launchers have ended when the oldest that is alive is no child of ours.
      const oldest = async (name: string) => (await watchdog.tree(name))[0];
      for (const [name, program] of [
        ['nginx', 'nginx'],
        ['redis', 'redis-server'],
      ] as const) {
        await expect.poll(async () => (await oldest(name))?.parent ?? process.pid).not.toBe(process.pid);
        expect(await oldest(name)).toMatchObject({ program });
        await expect.poll(async () => (await oldest(name))?.pid === pidOf(name)).toBe(true);
      }
      const before = pidOf('redis');
      expect(isAlive(before)).toBe(true);
      const exits: unknown[] = [];
      watchdog.on('exited', ({ name, code }) => exits.push([name, code]));
      process.kill(before, 'SIGKILL');
      await expect.poll(() => watchdog.getStatus('redis')!.restartCount).toBe(1);
      expect(exits).toEqual([['redis', null]]);
      const master = pidOf('nginx');
      expect(await watchdog.stop('nginx')).toBe(true);
      expect(isAlive(master)).toBe(false);
      expect(watchdog.getStatus('nginx')).toMatchObject({ state: 'stopped' });
    });
  });
});

describe('a launcher', () => {
  it.each(hasCgroups ? [true, false] : [false])(
    'whose daemon is another program says what was ended (control groups: %s)',
    async (cgroups) => {
      await withWatchdog(cgroups, async (watchdog) => {
        watchdog.register({ name: 'db', command: 'setsid sleep 1000 & sleep 0.2', shell: true, autoRestart: 'on-failure', stop });
        await watchdog.start('db');
        await expect.poll(() => watchdog.getStatus('db')!.state).toBe('completed');
        const { reason } = watchdog.getStatus('db')!;
        expect(reason).toContain('it left sleep running');
        expect(reason).toContain('which was ended; daemon: true keeps it');
        await untilDead(pidIn(reason));
      });
    },
  );

  // Node sets signals again that its parent lets it ignore.
  it.runIf(existsSync('/proc/self/status')).each([
    ['a job', 'sleep 1000 & sleep 0.3', 'sleep'],
    ['a job of Node', `node -e 'setTimeout(() => {}, 1e6)' & sleep 1`, 'node'],
    ['a job of a script', './start.sh', 'sleep'],
    ['a job without a terminal', 'nohup sleep 1000 >/dev/null 2>&1 & sleep 0.3', 'sleep'],
  ])('that leaves %s in the background of its process group says what was ended', async (_what, command, program) => {
    await withWatchdog(false, async (watchdog, cwd) => {
      writeFileSync(join(cwd, 'start.sh'), '#!/bin/sh\n(sleep 1000 &)\nsleep 0.3\n', { mode: 0o755 });
      watchdog.register({ name: 'api', command, shell: true, cwd, autoRestart: 'on-failure', stop });
      await watchdog.start('api');
      await expect.poll(() => watchdog.getStatus('api')!.state, { timeout: 10_000 }).toBe('completed');
      expect(watchdog.getStatus('api')!.reason).toContain(`it left ${program} running (pid `);
    });
  });

  it('that leaves a helper in its process group, which mostly ends by itself, is not said to', async () => {
    await withWatchdog(false, async (watchdog) => {
      const command = `node -e 'require("child_process").spawn("sleep", ["1000"], {stdio: "pipe"}); setTimeout(process.exit, 200)'`;
      watchdog.register({ name: 'build', command, shell: true, autoRestart: 'on-failure', stop });
      await watchdog.start('build');
      await expect.poll(() => watchdog.getStatus('build')!.state, { timeout: 10_000 }).toBe('completed');
      expect(watchdog.getStatus('build')!.reason).toMatch(/^completed with exit code 0 after \S+$/);
    });
  });
});
