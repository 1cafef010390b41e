import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NodeInspector } from '../../../src/adapters/proc/inspector.js';
import { parseLsof } from '../../../src/adapters/proc/lsof.js';
import { Watchdog } from '../../../src/api/watchdog.js';

const listening = `require('node:net').createServer().listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)) })`;

describe('The tree of a process', () => {
  it('has all that it started, with what each listens on, also what has left its group', async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    try {
      const inner = `${process.execPath} -e "${listening.replaceAll('"', '\\"')}"`;
      watchdog.register({ name: 'api', command: `(setsid sleep 600 &) ; ${inner} ; true`, shell: true });
      const port = new Promise<number>((resolve) => watchdog.on('stdout', ({ data }) => resolve(Number(data))));
      await watchdog.start('api');
      const listens = await port;
      const tree = await watchdog.tree('api');
      const pid = watchdog.getStatus('api')!.pid!;
      expect(tree[0]).toMatchObject({ pid, program: 'sh', ports: [] });
      expect(tree.find(({ program }) => program === 'node')).toMatchObject({ parent: pid, ports: [listens] });
      // The one that goes its own way may still be on it.
      const programs = async () => (await watchdog.tree('api')).map(({ program }) => program).sort();
      await expect.poll(programs).toEqual(['node', 'sh', 'sleep']);
      await watchdog.stop('api');
      expect(await watchdog.tree('api')).toEqual([]);
    } finally {
      await watchdog.shutdown();
    }
  });
});

describe('Whether a tree has written anything but its output', () => {
  it.each([
    ['nothing, which reads', 'cat /etc/passwd >&2; seq 2000; echo ready; exec sleep 600', false],
    ['into a file', 'echo more >>file; echo ready; exec sleep 600', true],
    ['again into a file that waits to be written', 'echo more >>file; echo ready; exec sleep 600', true],
    ['into a file, by a child that has ended', '(echo more | tee -a file >/dev/null); echo ready; exec sleep 600', true],
  ])('is told of what lives and of what it has waited for: %s', async (_what, command, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'watchdog-written-'));
    writeFileSync(join(folder, 'file'), 'something that waits to be written');
    const watchdog = new Watchdog({ handleSignals: false, cgroups: false });
    try {
      let output = 0;
      for (const stream of ['stdout', 'stderr'] as const) watchdog.on(stream, ({ data }) => (output += data.length));
      watchdog.register({ name: 'api', command, shell: true, cwd: folder, readiness: { log: 'ready' } });
      const ready = new Promise((resolve) => watchdog.once('health_ok', resolve));
      await watchdog.start('api');
      await ready;
      const request = { pid: watchdog.getStatus('api')!.pid!, mark: '', scope: 'group' } as const;
      await expect.poll(() => new NodeInspector('none').hasWritten(request, output)).toBe(expected);
    } finally {
      await watchdog.shutdown();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is not known of what is gone', async () => {
    const request = { pid: 2 ** 22 + 1, mark: '', scope: 'group' } as const;
    expect(await new NodeInspector('none').hasWritten(request, 0)).toBeUndefined();
  });
});

describe('The holder of a port', () => {
  it('is named, and none is where it is free', async () => {
    const other = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [chunk] = (await once(other.stdout, 'data')) as [Buffer];
      const port = Number(String(chunk));
      const inspector = new NodeInspector('run');
      expect(await inspector.portHolder(port)).toEqual({ pid: other.pid, program: 'node', owner: null });
      other.kill('SIGKILL');
      await once(other, 'exit');
      expect(await inspector.portHolder(port)).toBeUndefined();
    } finally {
      other.kill('SIGKILL');
    }
  });
});

describe('What lsof says', () => {
  it('is read by pid', () => {
    const text = 'p42\nf3\nn*:3000\nf4\nn[::1]:3000\nn127.0.0.1:9229\np43\nf5\nn*:80\n';
    expect(parseLsof(text)).toEqual([
      { pid: 42, port: 3000 },
      { pid: 42, port: 3000 },
      { pid: 42, port: 9229 },
      { pid: 43, port: 80 },
    ]);
    expect(parseLsof('')).toEqual([]);
  });
});
