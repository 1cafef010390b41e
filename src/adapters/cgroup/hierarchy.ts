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
  // Source: cgroups(7): the line of version 2 begins with 0 and names no controllers.
  return placeOf(files, /^0::(\/.*)$/m, / - cgroup2 /);
}

/** The folder of the control group (version 1) in which the memory of this program is counted; undefined where there is none. */
export function ownMemoryGroup(files = systemFiles): string | undefined {
  return placeOf(files, /^\d+:(?:\S+,)?memory(?:,\S+)?:(\/.*)$/m, / - cgroup \S+ (?:\S+,)?memory(?:,|$)/);
}

/**
 * @param line of this program's groups, with the path in the hierarchy
 * @param mount what the mounts of the hierarchy show
 */
function placeOf({ mounts, own }: HierarchyFiles, line: RegExp, mount: RegExp): string | undefined {
  let lines: readonly string[];
  let path: string | undefined;
  try {
    lines = readFileSync(mounts, 'utf8').split('\n');
    path = line.exec(readFileSync(own, 'utf8'))?.[1];
  } catch {
    return undefined; // Another system.
  }
  if (path === undefined) return undefined;
  for (const each of lines) {
    if (!mount.test(each)) continue;
    // Source: proc_pid_mountinfo(5): the root of the mount, its place, and after a dash the type.
    const [, root = '', place = ''] = /^\d+ \d+ \S+ (\S+) (\S+) /.exec(each) ?? [];
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
