import { runAlone, spawnAlone } from '../node/start-program.js';
import { readStat } from '../proc/stat.js';
import { hasProc } from '../proc/table.js';

/** Seconds between two polls whether the shell has the terminal again. */
const pollSeconds = 0.2;

/** The most polls; a shell that has not noticed by then that its job has stopped is stopped itself. */
const mostPolls = 150;

interface JobFacts {
  readonly parent: number;
  readonly group: number;
  /** Names the controlling terminal. */
  readonly terminal: string;
}

/**
 * The process group that a shell runs this program in as a job, which it can stop and bring back; undefined where none does,
 * as in a terminal that runs nothing but this program.
 */
export function jobGroup(): number | undefined {
  const own = jobFacts(process.pid);
  const leader = own && jobFacts(own.group);
  const shell = leader && jobFacts(leader.parent);
  return shell !== undefined && shell.group !== own?.group && shell.terminal === own?.terminal ? own.group : undefined;
}

/**
 * Makes a job of this terminal one in the background: it stops, which gives the terminal back to the shell, and goes on once the shell
 * has it. A job that goes on before its shell has noticed would stay in the foreground.
 * @param group of `jobGroup`
 */
export function moveToBackground(group: number): void {
  // Source: proc_pid_stat(5): state, parent, group, session, terminal, its foreground group. A name may hold any character.
  const foreground = hasProc
    ? `read -r stat </proc/${process.pid}/stat; set -- \${stat##*) }; echo "$6"`
    : `ps -o tpgid= -p ${process.pid}`;
  // The `kill` that is built into dash takes a group after `--` only behind `-s`.
  const script = `
    polls=0
    while sleep ${pollSeconds}; [ "$(${foreground})" -eq ${group} ] && [ "$polls" -lt ${mostPolls} ]; do polls=$((polls + 1)); done
    [ "$polls" -eq 0 ] || sleep ${pollSeconds} # Until it has said so.
    kill -s CONT -- -${group}`;
  spawnAlone('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'ignore', 'ignore'] }).unref();
  process.kill(-group, 'SIGTSTP');
}

function jobFacts(pid: number): JobFacts | undefined {
  try {
    // Source: proc_pid_stat(5): state, parent, group, session, terminal.
    const [, parent, group, , terminal] = hasProc ? (readStat(pid)?.fields ?? []) : fromPs(pid);
    if (parent === undefined) return undefined;
    return { parent: Number(parent), group: Number(group), terminal: terminal ?? '' };
  } catch {
    return undefined; // It is gone.
  }
}

function fromPs(pid: number): readonly string[] {
  const row = runAlone('ps', ['-o', 'state=,ppid=,pgid=,sess=,tty=', '-p', String(pid)]).trim();
  return row === '' ? [] : row.split(/\s+/);
}
