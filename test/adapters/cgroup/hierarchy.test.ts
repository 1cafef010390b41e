import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownCgroup, ownMemoryGroup } from '../../../src/adapters/cgroup/hierarchy.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const unified = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n';
const hybrid = `31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw
32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
41 31 0:38 / /sys/fs/cgroup/unified rw shared:7 - cgroup2 cgroup2 rw
`;

async function found(mounts: string, own: string, ask = ownCgroup): Promise<string | undefined> {
  await using folder = await TemporaryFolder.make();
  const files = { mounts: join(folder.path, 'mountinfo'), own: join(folder.path, 'cgroup') };
  writeFileSync(files.mounts, mounts);
  writeFileSync(files.own, own);
  return ask(files);
}

describe('The control group that this program is in', () => {
  it('is below the mount of version 2, in a unified and in a hybrid layout', async () => {
    expect(await found(unified, '0::/user.slice/user-1000.slice/session-2.scope\n')).toBe(
      '/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope',
    );
    expect(await found(hybrid, '4:memory:/a\n0::/b\n')).toBe('/sys/fs/cgroup/unified/b');
    expect(await found(hybrid, '0::/\n')).toBe('/sys/fs/cgroup/unified');
  });

  it('is distinguished from the root of a mount that shows only a part, and from a place with blanks', async () => {
    const part = '30 23 0:26 /docker/1f /sys/fs/c\\040group rw - cgroup2 cgroup rw\n';
    expect(await found(part, '0::/docker/1f/inner\n')).toBe('/sys/fs/c group/inner');
    expect(await found(part, '0::/docker/1f0\n')).toBeUndefined();
  });

  it('is none where there is only version 1, or nothing', async () => {
    expect(await found('32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n', '1:cpu:/\n')).toBeUndefined();
    expect(ownCgroup({ mounts: '/nowhere', own: '/nowhere' })).toBeUndefined();
  });

  it('counts its memory below the mount of that in version 1, alone or beside other counters', async () => {
    const alone = `${hybrid}35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n`;
    expect(await found(alone, '9:name=systemd:/\n4:memory:/a/b\n0::/\n', ownMemoryGroup)).toBe('/sys/fs/cgroup/memory/a/b');
    const beside = '35 31 0:32 /docker/1f /sys/fs/cgroup/m rw - cgroup none rw,cpu,memory,pids\n';
    expect(await found(beside, '4:cpu,memory,pids:/docker/1f\n', ownMemoryGroup)).toBe('/sys/fs/cgroup/m');
    expect(await found(hybrid, '4:cpu:/a\n0::/b\n', ownMemoryGroup)).toBeUndefined();
    expect(await found(unified, '0::/b\n', ownMemoryGroup)).toBeUndefined();
  });
});
