import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { parsePs } from '../../../src/adapters/proc/ps.js';
import { reaperScript } from '../../../src/adapters/reaper/script.js';
import { reaperShell } from '../../../src/adapters/reaper/shell.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { sampleOf } from '../../fixtures/long-runs.js';
import { KillList, livingIn } from '../../fixtures/process-tree.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { startTicks } from './headless-run.js';

const shells = ['/bin/sh', '/bin/bash', '/bin/busybox'].filter(existsSync);
/** The one in which it runs is first. */
const tried = shells.slice(0, sampleOf(shells.length));
const hasPs = spawnSync('ps', ['-o', 'lstart=', '-p', String(process.pid)]).status === 0;
const met = new KillList();
afterEach(() => met.killAll());

/** Starts `sh -c script` in a session of its own; resolves with its pid and what it printed first, numbers. */
async function start(script: string, marker?: string): Promise<{ pid: number; told: number[] }> {
  const env = { PATH: process.env.PATH, ...(marker === undefined ? {} : { WATCHDOG_MARKER: marker }) };
  const child = spawn('/bin/sh', ['-c', script], { detached: true, env, stdio: ['ignore', 'pipe', 'ignore'] });
  met.add(child.pid!);
  const [text] = await once(child.stdout!, 'data');
  const told = String(text).trim().split(/\s+/).map(Number);
  for (const pid of told) met.add(pid);
  return { pid: child.pid!, told };
}

/** Gives a reaper these lines and then the end of its input; resolves with what it printed, numbers in order. */
async function reap(
  runId: string,
  lines: readonly string[],
  shell = '/bin/sh',
  source = '/proc',
  more: Readonly<Record<string, string>> = {},
): Promise<number[]> {
  const { args, cwd, env: own } = reaperShell(runId);
  const env = { ...own, ...more };
  const words = [...args.slice(0, -1), source];
  // By its own name bash would read the user's .bashrc.
  const reaper: ChildProcess = spawn(shell, words, { cwd, env, argv0: 'sh', stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  reaper.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  reaper.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  await once(reaper, 'close');
  return printed
    .split('\n')
    .filter(Boolean)
    .map(Number)
    .sort((a, b) => a - b);
}

describe.each(tried)('a reaper in %s, when its input ends', (shell) => {
  it('ends a tree with all that left its group, and prints their pids', async () => {
    const runId = randomUUID();
    const { pid, told } = await start(
      'sleep 600 & a=$!; b=$(setsid sh -c "sleep 600 >/dev/null & echo \\$!"); echo $a $b; wait',
      `${runId}:process:a`,
    );
    const ended = await reap(runId, [`+ ${pid}:${startTicks(pid)}:all`], shell);
    expect(ended).toEqual([pid, ...told].sort((a, b) => a - b));
    for (const each of ended) await untilDead(each);
  });

  it('ends what was never reported to it but carries the marker of its run', async () => {
    const runId = randomUUID();
    const { pid, told } = await start('echo $$; exec sleep 600', `outer:process:x ${runId}:process:a`);
    expect(await reap(runId, [], shell)).toEqual(expect.arrayContaining(told));
    await untilDead(pid);
  });

  it('leaves alone what was reported as gone, a number that was given out again, and the run of another user', async () => {
    const [gone, reused, foreign] = [
      await start('echo $$; exec sleep 600'),
      await start('echo $$; exec sleep 600'),
      await start('echo $$; exec sleep 600', `${randomUUID()}:process:a`),
    ];
    const tree = `${gone.pid}:${startTicks(gone.pid)}:all`;
    const other = `${reused.pid}:${startTicks(reused.pid) - 1}:all`;
    expect(await reap(randomUUID(), [`+ ${tree}`, `+ ${other}`, `- ${tree}`], shell)).toEqual([]);
    expect([gone, reused, foreign].map(({ pid }) => isAlive(pid))).toEqual([true, true, true]);
  });

  it('ends the group of a tree with the scope "group", and leaves what left the group', async () => {
    const runId = randomUUID();
    const { pid, told } = await start('setsid sh -c "echo \\$\\$; exec sleep 600" & exec sleep 600', `${runId}/process:a`);
    await reap(runId, [`+ ${pid}:${startTicks(pid)}:group`], shell);
    await untilDead(pid);
    expect(isAlive(told[0]!)).toBe(true);
  });

  it('ends what is left of a group whose first process is dead', async () => {
    const { pid, told } = await start('sleep 600 & echo $!; exec sleep 600');
    const tree = `${pid}:${startTicks(pid)}:all`;
    process.kill(pid, 'SIGKILL');
    await untilDead(pid);
    expect(await reap(randomUUID(), [`+ ${tree}`], shell)).toEqual(told);
    await untilDead(told[0]!);
  });

  it.each([
    [
      'sends SIGKILL once more than two seconds have passed, and not before',
      ['100.00', '101.00', '102.00', '102.00', '102.01'],
      6,
    ],
    ['waits no longer where each of its scans takes long', ['100.00', '101.50', '103.00'], 4],
  ])('%s', async (_, times, scansAlive) => {
    await using folder = await TemporaryFolder.make();
    const { pid } = await start('trap "" TERM; echo $$; exec sleep 600');
    const source = join(folder.path, 'proc');
    mkdirSync(source);
    symlinkSync(`/proc/${pid}`, join(source, String(pid)));
    writeFileSync(join(folder.path, 'times'), times.map((time) => `${time} 0\n`).join(''));
    // Each scan calls it once: it notes whether the process lives and puts the clock on, which stands still at the end.
    const sed = `sed() {
  case $(cat ${source}/${pid}/stat) in *') '[!ZX]*) echo alive >>${folder.path}/seen ;; esac
  read -r now <${folder.path}/times
  echo "$now" >${source}/uptime
  [ "$(wc -l <${folder.path}/times)" = 1 ] || command sed -i 1d ${folder.path}/times
  command sed "$@"
}`;
    await reap(randomUUID(), [`+ ${pid}:${startTicks(pid)}:all`], shell, source, { REAPER: `${sed}\n${reaperScript}` });
    await untilDead(pid);
    expect(readFileSync(join(folder.path, 'seen'), 'utf8').split('\n').length - 1).toBeGreaterThanOrEqual(scansAlive);
  });

  it('ends what forks, leaves its session and exits again and again', async () => {
    await using folder = await TemporaryFolder.make();
    const hop = '[ "$1" -lt 4000 ] || exit; sleep 0.02; setsid sh hop.sh $(($1 + 1)) & exit';
    writeFileSync(join(folder.path, 'hop.sh'), hop);
    const runId = randomUUID();
    const { pid } = await start(`echo $$; cd '${folder.path}'; sh hop.sh 0; exec sleep 600`, `${runId}:process:a`);
    await expect.poll(() => livingIn(folder.path).length).toBeGreaterThan(1);
    await reap(runId, [`+ ${pid}:${startTicks(pid)}:all`], shell);
    // For as long as it takes to hop some times.
    for (let look = 0; look < 10; look += 1) {
      expect(livingIn(folder.path)).toEqual([]);
      await delay(20);
    }
  });

  it('ends what was another process by the time it was read, more often than three scans read what is new', async () => {
    await using folder = await TemporaryFolder.make();
    const file = (name: string): string => join(folder.path, name);
    // It becomes another when it is given a line.
    writeFileSync(file('hop.sh'), 'echo $$ >at.new; mv at.new at; read -r line <go; setsid sh hop.sh & exit');
    const mostHops = 4 * 8 + 1;
    const hop = `marked() {
  if [ "$(wc -l <${file('hops')})" -lt ${mostHops} ]; then
    read -r old <${file('at')}
    echo go >${file('go')}
    until read -r new <${file('at')} && [ "$new" != "$old" ]; do sleep 0.01; done 2>/dev/null
    until case $(cat /proc/$old/stat 2>/dev/null) in '' | *') Z '*) ;; *) false ;; esac; do sleep 0.01; done
    echo >>${file('hops')}
  fi
`;
    const runId = randomUUID();
    const { pid } = await start(
      `cd '${folder.path}'; mkfifo go; >hops; sh hop.sh & until [ -e at ]; do sleep 0.01; done; echo $$; exec sleep 600`,
      `${runId}:process:a`,
    );
    const script = reaperScript.replace('marked() {\n', () => hop);
    await reap(runId, [`+ ${pid}:${startTicks(pid)}:all`], shell, '/proc', { REAPER: script });
    expect(readFileSync(file('hops'), 'utf8')).toHaveLength(mostHops);
    expect(livingIn(folder.path)).toEqual([]);
  });

  it('ends nothing after "quit"', async () => {
    const { pid } = await start('echo $$; exec sleep 600');
    expect(await reap(randomUUID(), [`+ ${pid}:${startTicks(pid)}:all`, 'quit'], shell)).toEqual([]);
    expect(isAlive(pid)).toBe(true);
  });
});

describe.runIf(hasPs)('a reaper where there is no /proc', () => {
  /** The start time by `ps`, which is all that such a system has. */
  function psStart(pid: number): number | undefined {
    const columns = ['-o', 'pid=,ppid=,pgid=,state=,lstart=,comm=', '-p', String(pid)];
    const { stdout } = spawnSync('ps', columns, { env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' }, encoding: 'utf8' });
    return parsePs(stdout)[0]?.startTime;
  }

  it('ends the group and the descendants, and leaves a number that was given out again', async () => {
    const { pid, told } = await start('setsid sh -c "echo \\$\\$; exec sleep 600" & wait');
    const stranger = await start('echo $$; exec sleep 600');
    const lines = [`+ ${pid}:${psStart(pid)}:all`, `+ ${stranger.pid}:${psStart(stranger.pid)! - 1}:all`];
    expect(await reap(randomUUID(), lines, '/bin/sh', 'ps')).toEqual([pid, ...told].sort((a, b) => a - b));
    expect(isAlive(stranger.pid)).toBe(true);
  });
});
