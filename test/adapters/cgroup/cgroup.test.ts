import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cgroup } from '../../../src/adapters/cgroup/cgroup.js';
import { isStillThere, openCgroups, tryCgroups } from '../../../src/adapters/cgroup/folder.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const folder = openCgroups();

describe.skipIf(folder === undefined)('A control group (where this system lets us have one)', () => {
  it('knows its members and their processor time, is ended in one go, and is removed when it is empty', async () => {
    const { cgroup, place } = folder!.create('run:process:../../x')!;
    expect(cgroup.path).toMatch(/\/watchdog-\d+-\d+-0\/\d+-1$/);
    expect(isStillThere(place)).toBe(true);
    expect(isStillThere({ ...place, inode: place.inode + 1 })).toBe(false);
    const child = spawn('/bin/sh', ['-c', 'read -r _; sleep 600 & sleep 600 & wait'], { stdio: ['pipe', 'ignore', 'ignore'] });
    writeFileSync(join(cgroup.path, 'cgroup.procs'), String(child.pid));
    child.stdin.end('\n');
    await expect.poll(() => cgroup.pids().length).toBe(3);
    expect(cgroup.isPopulated).toBe(true);
    expect(cgroup.cpuMs).toBeGreaterThan(0);
    expect(cgroup.remove()).toBe(false);
    const ended = new Promise<void>((resolve) => {
      const watch = cgroup.watch(() => {
        if (cgroup.isPopulated) return;
        watch?.[Symbol.dispose]();
        resolve();
      });
    });
    expect(cgroup.kill()).toBe(true);
    await Promise.all([ended, once(child, 'exit')]);
    expect(cgroup.pids()).toEqual([]);
    expect(cgroup.remove()).toBe(true);
    expect(folder!.create('run:process:../../x')!.cgroup.path).toMatch(/-2$/);
  });

  it('that a child is about to enter stays where another watchdog of the program has shut down', () => {
    const { cgroup } = folder!.create('run:process:about-to-enter')!;
    const { cgroup: left } = folder!.create('run:process:left')!;
    folder!.discard('run:process:left', left);
    folder!.tidy();
    expect([existsSync(cgroup.path), existsSync(left.path)]).toEqual([true, false]);
    expect(cgroup.remove()).toBe(true);
  });
});

describe('What is no control group of ours', () => {
  it('is not there for the next start: another name, or a folder of another file system', async () => {
    await using place = await TemporaryFolder.make();
    const path = join(place.path, 'watchdog-4026531836-12-0');
    mkdirSync(path);
    expect(isStillThere({ path, inode: 1 })).toBe(false);
    expect(isStillThere({ path: '/sys/fs/cgroup', inode: 1 })).toBe(false);
  });

  it('is not used where a child cannot be moved into it', async () => {
    await using place = await TemporaryFolder.make();
    expect(tryCgroups(undefined)).toBeUndefined();
    expect(tryCgroups(join(place.path, 'nowhere'))).toBeUndefined();
  });

  it('without `cgroup.kill` is frozen, ended one by one and thawed', async () => {
    await using place = await TemporaryFolder.make();
    const path = join(place.path, '1-1');
    mkdirSync(path);
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    writeFileSync(join(path, 'cgroup.procs'), `${child.pid}\n`);
    writeFileSync(join(path, 'cgroup.freeze'), '0');
    expect(new Cgroup(path).kill()).toBe(true);
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    expect(() => rmdirSync(path)).toThrow();
  });
});
