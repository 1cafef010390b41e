import { execFile } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { hasProc } from '../../../src/adapters/proc/table.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
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
