import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { type Cgroup, signFile, signs } from '../cgroup/cgroup.js';
import { shellDescriptorLimit } from '../node/descriptors.js';

/** What is to be executed. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Variables that some shell changes by itself before it passes them on. */
const touched = ['PWD', 'OLDPWD', 'SHLVL', 'IFS'] as const;

/** Other names than these are dropped by some shells. */
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A program that enters its control group, its terminal or both, and then becomes the wanted one, with the limits of the user's shell: a shell in between, which executes
 * it in its own place. $0 is the folder of the group, or nothing. Where the program cannot be executed the shell leaves a sign.
 * @param env the environment of the spawn, which the wanted program gets as it is
 * @returns undefined where no shell would pass all of it on
 */
export function entering(
  program: Program,
  env: Readonly<Record<string, string>>,
  { cgroup, terminal }: { readonly cgroup: Cgroup | undefined; readonly terminal: boolean },
): Program | undefined {
  const odd = Object.entries(env).filter(([name]) => !plainName.test(name));
  if (odd.length > 0 && program.command.includes('=')) return undefined;
  const wanted =
    odd.length === 0
      ? [program.command, ...program.args]
      : ['/usr/bin/env', ...odd.map(([name, value]) => `${name}=${value}`), program.command, ...program.args];
  const limit = shellDescriptorLimit();
  const kept = touched.filter((name) => env[name] !== undefined);
  const script = [
    ...(cgroup === undefined ? [] : [enterGroup]),
    ...(terminal ? [enterTerminal] : []),
    ...(limit === undefined ? [] : [`ulimit -S -n ${limit} 2>/dev/null`]),
    // bash leaves at once where an exec fails, dash after its trap.
    'case $BASH_VERSION in ?*) shopt -s execfail ;; esac',
    ...(cgroup === undefined ? [] : [`trap '${leaveSign}' EXIT`]),
    ...touched.map((name) => (env[name] === undefined ? `unset ${name}` : `${name}=$1; shift`)),
    'exec "$@"',
    'exit $?',
  ].join('\n');
  const values = kept.map((name) => env[name]!);
  return { command: '/bin/sh', args: ['-c', script, cgroup?.path ?? '', ...values, ...wanted] };
}

/** How the command line of a child begins as long as it is the shell in between. */
const enteringLine = '/bin/sh\0-c\0{ echo 0';

const enterGroup = `{ echo 0 >"$0/cgroup.procs" || echo ${signs.entryFailed} >"$0/${signFile}"; } 2>/dev/null`;
const leaveSign = `{ echo ${signs.execFailed} >"$0/${signFile}"; } 2>/dev/null`;

/** The leader of a session gets a terminal that it opens as its own. What it was given does not wait when it is read. */
const enterTerminal = 'exec 0<>/proc/self/fd/0 1>&0 2>&0\nstty iutf8 2>/dev/null';

/** Whether a child is still the shell in between; undefined once it has ended, since what it was then cannot be seen. */
export function isEntering(pid: number): boolean | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
    if (line === '') return isShell(pid);
    return line.startsWith(enteringLine);
  } catch {
    return undefined;
  }
}

/** Whether a process without a command line has just become the shell, of which the system knows the file first; undefined where it ends. */
function isShell(pid: number): boolean | undefined {
  let program: string;
  try {
    program = readlinkSync(`/proc/${pid}/exe`);
  } catch (error) {
    // That of another user is none of the shell; one that ends has none, some moments before it is a zombie.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? false : undefined;
  }
  return program === realpathSync('/bin/sh');
}
