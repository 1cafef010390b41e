import { readFileSync } from 'node:fs';

/** Where the system says how control groups are laid out; tests give files of their own. */
interface HierarchyFiles {
  readonly mounts: string;
  readonly own: string;
}

const systemFiles: HierarchyFiles = { mounts: '/proc/self/mountinfo', own: '/proc/self/cgroup' };

/**
 * The folder of the control group (version 2) that this program is in, in a unified or a hybrid layout; undefined where there is none.
 * Says nothing about whether it may be used.
 */
export function ownCgroup(files = systemFiles): string | undefined {
  let mounts: string;
  let own: string;
  try {
    mounts = readFileSync(files.mounts, 'utf8');
    own = readFileSync(files.own, 'utf8');
  } catch {
    return undefined; // Another system.
  }
  // Source: cgroups(7): the line of version 2 begins with 0 and names no controllers.
  const path = /^0::(\/.*)$/m.exec(own)?.[1];
  if (path === undefined) return undefined;
  for (const line of mounts.split('\n')) {
    // Source: proc_pid_mountinfo(5): the root of the mount, its place, and after a dash the type.
    const [, root = '', place = ''] = /^\d+ \d+ \S+ (\S+) (\S+) .* - cgroup2 /.exec(line) ?? [];
    const below = unescaped(root) === '/' ? '' : unescaped(root);
    if (place !== '' && `${path}/`.startsWith(`${below}/`))
      return `${unescaped(place)}${path.slice(below.length)}`.replace(/\/$/, '');
  }
  return undefined;
}

/** Blanks and the like are written as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
