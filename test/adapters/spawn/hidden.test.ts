import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { hasProc } from '../../../src/adapters/proc/table.js';
import { Watchdog } from '../../../src/api/watchdog.js';
import { isAlive, parentOf, untilDead } from '../../fixtures/alive.js';
import { KillList } from '../../fixtures/process-tree.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const nobody = 65_534;

interface Told {
  readonly pids: Readonly<Record<string, number>>;
  readonly notices: readonly string[];
  readonly left: readonly unknown[];
  readonly mayLiveOn?: readonly unknown[];
}

it.runIf(hasProc)('what shows no environment is ended where it was seen, and else named with its pid', async () => {
  await using folder = await TemporaryFolder.make();
  const secret = join(folder.path, 'secret');
  copyFileSync('/bin/sleep', secret);
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (user.uid !== undefined) for (const path of [folder.path, secret]) chownSync(path, user.uid, user.gid);
  chmodSync(secret, 0o111); // Who may execute a program and not read it may not read of its processes either.
  const host = fileURLToPath(new URL('hidden-host.ts', import.meta.url));
  const stripTypes = new URL('../../fixtures/strip-types.mjs', import.meta.url).href;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', stripTypes, host, folder.path], {
    ...user,
    env: { PATH: process.env.PATH },
  });
  const { pids, notices, left, mayLiveOn } = JSON.parse(stdout) as Told;
  const [leaves, wipes] = [pids.leaves!, pids.wipes!];
  try {
    expect([isAlive(pids.keeps!), isAlive(leaves), isAlive(wipes)]).toEqual([false, true, true]);
    const words = 'may be left over from it: started while it ran, owner unknown';
    expect(notices).toEqual([`wipes: pid ${wipes} (sleep) ${words}`, `leaves: pid ${leaves} (secret) ${words}`]);
    expect([left, mayLiveOn]).toEqual([
      [],
      [
        { name: 'leaves', pid: leaves },
        { name: 'wipes', pid: wipes },
      ],
    ]);
  } finally {
    for (const pid of [leaves, wipes]) process.kill(pid, 'SIGKILL');
    await Promise.all([leaves, wipes].map((pid) => untilDead(pid)));
  }
});

it.runIf(hasProc)('a shell that another program has left in the background is not taken for one of ours', async () => {
  await using folder = await TemporaryFolder.make();
  const watchdog = new Watchdog({ handleSignals: false, cgroups: false });
  const left = new KillList();
  try {
    const go = join(folder.path, 'go');
    const args = ['-c', `until [ -e '${go}' ]; do sleep 0.01; done`];
    watchdog.register({ name: 'job', command: 'sh', args, autoRestart: false });
    await watchdog.start('job');
    const { stdout } = spawnSync('/bin/sh', ['-c', '(while :; do sleep 1; done) >/dev/null 2>&1 & echo $!'], {
      encoding: 'utf8',
    });
    left.add(Number(stdout));
    await expect.poll(() => parentOf(Number(stdout))).toBe(1);
    writeFileSync(go, '');
    await expect.poll(() => watchdog.getStatus('job')!.state).toBe('completed');
    expect(watchdog.getStatus('job')!.reason).toMatch(/^completed with exit code 0/);
  } finally {
    left.killAll();
    await watchdog.shutdown();
  }
});
