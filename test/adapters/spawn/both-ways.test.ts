import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hasProc } from '../../../src/adapters/proc/table.js';
import { TerminalClipboard } from '../../../src/adapters/tty/clipboard.js';
import { TerminalNotifier } from '../../../src/adapters/tty/notifier.js';
import { Watchdog } from '../../../src/api/watchdog.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { livingIn } from '../../fixtures/process-tree.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { treeWays } from '../../fixtures/tree-ways.js';

async function withWatchdog(cgroups: boolean, use: (watchdog: Watchdog) => Promise<void>, environment?: Record<string, string>) {
  const watchdog = new Watchdog({ handleSignals: false, cgroups, ...(environment === undefined ? {} : { environment }) });
  try {
    await use(watchdog);
  } finally {
    await watchdog.shutdown();
  }
}

/** What a child says until its output ends. */
function outputOf(watchdog: Watchdog): { text: string } {
  const said = { text: '' };
  watchdog.on('stdout', ({ data }) => {
    said.text += data;
  });
  return said;
}

describe.runIf(hasProc).each(treeWays)('a child, %s', (_way, cgroups) => {
  it('that cannot be executed fails in the same words, is not started, and has no pid', async () => {
    await using folder = await TemporaryFolder.make();
    const file = (name: string, text: string, mode: number): string => {
      writeFileSync(join(folder.path, name), text);
      chmodSync(join(folder.path, name), mode);
      return join(folder.path, name);
    };
    const busy = file('busy', '#!/bin/sh\n', 0o755);
    const writer = openSync(busy, 'r+');
    const loop = join(folder.path, 'loop');
    symlinkSync('loop', loop);
    const attempts = [
      { command: '/nowhere/program' },
      { command: 'no-such-program-of-any-kind' },
      { command: file('plain', 'text', 0o644) },
      { command: folder.path },
      { command: file('lost', '#!/nowhere/interpreter\n', 0o755) },
      { command: file('from-windows', '#!/bin/sh\r\necho\r\n', 0o755) },
      { command: 'lost', env: { PATH: folder.path } },
      { command: loop },
      { command: busy },
      { command: 'true', cwd: join(folder.path, 'nowhere') },
      { command: 'true', cwd: file('no-folder', '', 0o644) },
      { command: 'true', args: ['x'.repeat(3_000_000)] },
    ];
    const expected = [
      'command not found: /nowhere/program (ENOENT)',
      'command not found: no-such-program-of-any-kind (ENOENT)',
      `no permission to execute: ${join(folder.path, 'plain')} (EACCES)`,
      `command is a folder: ${folder.path}`,
      `the interpreter in the first line of ${join(folder.path, 'lost')} is not there: /nowhere/interpreter (ENOENT)`,
      `the first line of ${join(folder.path, 'from-windows')} ends in CR LF, so its interpreter is not found (ENOENT)`,
      'the interpreter in the first line of lost is not there: /nowhere/interpreter (ENOENT)',
      `links that lead only to one another: ${loop} (ELOOP)`,
      `another program is writing it: ${busy} (ETXTBSY)`,
      `working folder not found: ${join(folder.path, 'nowhere')}`,
      `working folder is not a folder: ${join(folder.path, 'no-folder')}`,
      'arguments and environment are larger than the system allows (E2BIG)',
    ];
    await withWatchdog(cgroups, async (watchdog) => {
      const errors: string[] = [];
      const started: string[] = [];
      watchdog.on('error', ({ error }) => errors.push(error.message));
      watchdog.on('started', ({ name }) => started.push(name));
      for (const [index, attempt] of attempts.entries()) {
        watchdog.register({ name: `p${index}`, ...attempt });
        expect(await watchdog.start(`p${index}`), expected[index]).toBe(false);
        expect(watchdog.getStatus(`p${index}`)).toMatchObject({ state: 'failed', pid: null, startCount: 0 });
      }
      expect(errors).toEqual(expected);
      expect(started).toEqual([]);
    });
    closeSync(writer);
  });

  it('gets its environment as it is, names that no shell passes on included', async () => {
    const environment = {
      PATH: process.env.PATH!,
      PWD: '/not here',
      SHLVL: '7',
      IFS: ',',
      'a.b': '1',
      EMPTY: '',
      LINES2: 'x\ny',
    };
    const program = 'const { WATCHDOG_MARKER, ...rest } = process.env; console.log(JSON.stringify(rest));';
    await withWatchdog(
      cgroups,
      async (watchdog) => {
        const said = outputOf(watchdog);
        watchdog.register({ name: 'env', command: process.execPath, args: ['-e', program], autoRestart: false, color: false });
        expect(await watchdog.start('env')).toBe(true);
        await expect.poll(() => said.text).toContain('}');
        expect(JSON.parse(said.text)).toEqual({ ...environment, PYTHONUNBUFFERED: '1' });
      },
      environment,
    );
  });

  it.each([false, true])('leaves nothing of what it started when it is stopped, in a terminal: %s', async (tty) => {
    await withWatchdog(cgroups, async (watchdog) => {
      const said = outputOf(watchdog);
      const command = 'sleep 600 & echo $!; (setsid sleep 600 & echo $!); nohup sleep 600 >/dev/null 2>&1 & echo $!; wait';
      watchdog.register({ name: 'api', command, shell: true, tty });
      await watchdog.start('api');
      await expect.poll(() => said.text.trim().split('\n').length).toBe(3);
      const pids = said.text.trim().split('\n').map(Number);
      expect(pids.every(isAlive)).toBe(true);
      expect(watchdog.details('api')).toMatchObject({ knownBy: cgroups ? 'cgroups' : 'groups' });
      expect(await watchdog.stop('api')).toBe(true);
      expect(pids.some(isAlive)).toBe(false);
    });
  });

  it('that starts helpers in sessions of their own for as long as it is stopped is ended, and not called unkillable', async () => {
    await withWatchdog(cgroups, async (watchdog) => {
      const said = outputOf(watchdog);
      const command = 'trap "" TERM; echo up; while :; do setsid sleep 600 & sleep 0.01; done';
      watchdog.register({ name: 'api', command, shell: true, stop: { grace: 200 } });
      await watchdog.start('api');
      await expect.poll(() => said.text).toContain('up');
      const pid = watchdog.getStatus('api')!.pid!;
      expect(await watchdog.stop('api')).toBe(true);
      expect(watchdog.getStatus('api')).toMatchObject({ state: 'stopped' });
      expect(isAlive(pid)).toBe(false);
    });
  });

  it('that forks, leaves its session and exits again and again leaves nothing when it is stopped', async () => {
    await using folder = await TemporaryFolder.make();
    const hop = '[ "$1" -lt 4000 ] || exit; sleep 0.02; setsid sh hop.sh $(($1 + 1)) & exit';
    writeFileSync(join(folder.path, 'hop.sh'), hop);
    await withWatchdog(cgroups, async (watchdog) => {
      const command = 'sh hop.sh 0; exec sleep 600';
      watchdog.register({ name: 'hops', command, shell: true, cwd: folder.path, stop: { grace: 300 } });
      await watchdog.start('hops');
      await expect.poll(() => livingIn(folder.path).length).toBeGreaterThan(1);
      expect(await watchdog.stop('hops')).toBe(true);
      // For as long as it takes to hop some times.
      for (let look = 0; look < 10; look += 1) {
        expect(livingIn(folder.path)).toEqual([]);
        await delay(20);
      }
    });
  });

  it('with a line feed in its name is found and ended like any other', async () => {
    await withWatchdog(cgroups, async (watchdog) => {
      const said = outputOf(watchdog);
      const command = "(printf 'a\\nb' >/proc/self/comm; exec sleep 600) & printf 'c) Z\\n1' >/proc/$$/comm; echo up; wait";
      watchdog.register({ name: 'api', command, shell: true });
      await watchdog.start('api');
      await expect.poll(() => said.text).toContain('up');
      const tree = (await watchdog.tree('api')).map(({ pid }) => pid);
      expect(tree.length).toBeGreaterThanOrEqual(2);
      expect(await watchdog.stop('api')).toBe(true);
      for (const pid of tree) await untilDead(pid);
    });
  });

  it('has nothing of ours open but its own ends, of whatever kind it is, while terminals are open', async () => {
    await using folder = await TemporaryFolder.make();
    const out = join(folder.path, 'out');
    mkdirSync(out);
    // In a process of its own, since a shell holds what its redirections have replaced.
    const list = (name: string): string =>
      `(find /proc/$$/fd/ -type l -printf '%f %l\\n' >${out}/.${name}); mv ${out}/.${name} ${out}/${name}`;
    for (const tool of ['xclip', 'notify-send'])
      writeFileSync(join(folder.path, tool), `#!/bin/sh\n${list(tool)}\n`, { mode: 0o755 });
    await withWatchdog(cgroups, async (watchdog) => {
      watchdog.register({ name: 'shell', command: 'exec sleep 600', shell: true, tty: true });
      watchdog.register({ name: 'other', command: 'exec sleep 600', shell: true, tty: true });
      await watchdog.start('shell');
      await watchdog.start('other');
      const healthCheck = { exec: list('check') };
      const stop = { command: list('stop'), grace: 300 };
      watchdog.register({ name: 'plain', command: `${list('plain')}; exec sleep 600`, shell: true, healthCheck, stop });
      watchdog.register({ name: 'closed', command: `${list('closed')}; exec sleep 600`, shell: true, stdin: 'closed' });
      watchdog.register({ name: 'tty', command: `${list('tty')}; exec sleep 600`, shell: true, tty: true });
      writeFileSync(join(folder.path, 'daemon.sh'), `${list('daemon')}; exec sleep 600`);
      const launch = `setsid sh ${folder.path}/daemon.sh & exit`;
      watchdog.register({ name: 'launcher', command: `${list('launcher')}; ${launch}`, shell: true, daemon: true });
      for (const name of ['plain', 'closed', 'tty', 'launcher']) await watchdog.start(name);
      const environment = { PATH: `${folder.path}:${process.env.PATH}`, DISPLAY: ':0', TERM: 'xterm', TMUX: 'x' };
      await new TerminalClipboard({ terminal: { write: () => {} }, environment, platform: 'linux' }).copy('text');
      new TerminalNotifier(() => {}, environment).notify({ title: 'a', body: 'b' }, { bell: false, desktop: true });
      const before = ['check', 'closed', 'daemon', 'launcher', 'notify-send', 'plain', 'tty', 'xclip'];
      const written = () => readdirSync(out).filter((name) => !name.startsWith('.'));
      await expect.poll(() => written().sort()).toEqual(before);
      await watchdog.stop('plain');
      for (const kind of [...before, 'stop']) {
        const open = readFileSync(join(out, kind), 'utf8').trim().split('\n');
        const numbers = open.map((line) => line.split(' ')[0]);
        expect(numbers).toEqual(expect.arrayContaining(['0', '1', '2']));
        // A script has itself open.
        const allowed = [/^[012] (?!.*ptmx)/, / \/dev\/null$/, new RegExp(`^\\d+ ${folder.path}/`)];
        const others = open.filter((line) => !allowed.some((each) => each.test(line)));
        expect({ kind, others }).toEqual({ kind, others: [] });
      }
    });
  });
});
