import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ControlClient } from '../../src/client/client.js';
import type { StatusDocument } from '../../src/protocol/documents.js';
import { ProgramRun } from '../control/program-run.js';
import { isAlive, untilDead } from '../fixtures/alive.js';
import { eventually } from '../fixtures/eventually.js';
import { statFields } from '../fixtures/proc-stat.js';
import { descendantsOf } from '../fixtures/process-tree.js';
import { Dice } from './dice.js';
import { endWell, hold, type Round, write } from './shortages.js';

/** How often something is done to what is watched. */
const changes = 120;

/** What can be done to folders that are watched, by their names beneath the project. */
const doings: readonly ((folder: string, dice: Dice) => void)[] = [
  (folder) => rmSync(folder, { recursive: true, force: true }),
  (folder) => mkdirSync(join(folder, 'a', 'b'), { recursive: true }),
  (folder) => symlinkSync('..', join(folder, 'up')),
  (folder) => symlinkSync('/', join(folder, 'a', 'root')),
  (folder) => rmSync(join(folder, 'up')),
  (folder) => renameSync(folder, `${folder}-away`),
  (folder) => renameSync(`${folder}-away`, folder),
  (folder, dice) => writeFileSync(join(folder, 'a', `${dice.below(5)}.js`), String(dice.below(1000))),
  (folder) => chmodSync(folder, 0o755),
  (folder) => writeFileSync(folder, 'a file in its place'),
];

async function only(client: ControlClient, name: string): Promise<StatusDocument> {
  const [status] = await client.status([name]);
  return status!;
}

/** The processor time of a process so far, in seconds. */
function cpuSeconds(pid: number): number {
  const fields = statFields(pid) ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Rounds with things that come, go, freeze and slip away. */
export const encounters: readonly Round[] = [
  {
    what: 'watched folders that come and go',
    whyNot: undefined,
    async run(folder) {
      const watched = ['src', 'lib', 'dist'];
      write(folder, {
        app: { command: 'exec sleep 600', watch: { paths: ['src', 'lib', 'dist/**/*.js'], debounce: '50ms' } },
        link: { command: 'exec sleep 600', watch: { paths: ['current'], debounce: '50ms' } },
      });
      symlinkSync('src', join(folder, 'current'));
      await using run = await ProgramRun.up(folder);
      const client = new ControlClient(folder);
      const dice = new Dice(7);
      for (let done = 0; done < changes; done += 1) {
        try {
          dice.oneOf(doings)(join(folder, dice.oneOf(watched)), dice);
        } catch {
          // It is not there now, or there already.
        }
        if (dice.below(4) === 0) await delay(dice.below(30));
      }
      for (const name of watched) {
        rmSync(join(folder, name), { recursive: true, force: true });
        rmSync(join(folder, `${name}-away`), { recursive: true, force: true });
        mkdirSync(join(folder, name, 'a'), { recursive: true });
      }
      // Whatever was before: each of them is watched, and each save is one restart.
      for (const name of watched) {
        const { startCount } = await untilStill(client, 'app');
        writeFileSync(join(folder, name, 'a', 'last.js'), 'last');
        await eventually(async () =>
          hold((await only(client, 'app')).startCount > startCount, `${name} is watched still`, run.stderr),
        );
      }
      const { startCount } = await untilStill(client, 'link');
      rmSync(join(folder, 'current'));
      symlinkSync('lib', join(folder, 'current'));
      await eventually(async () =>
        hold((await only(client, 'link')).startCount > startCount, 'a link elsewhere is a change', run.stderr),
      );
      const before = cpuSeconds(run.child.pid!);
      await delay(1000);
      hold(cpuSeconds(run.child.pid!) - before < 0.5, 'it does not walk for ever', run.stderr);
      await endWell(run);
    },
  },
  {
    what: 'frozen children',
    whyNot: undefined,
    async run(folder) {
      const healthCheck = { exec: 'test ! -e sick', interval: '50ms', threshold: 1 };
      write(folder, {
        checked: { command: 'exec sleep 600', healthCheck },
        stubborn: { command: 'trap "" TERM; sleep 600 & wait', stop: { grace: '300ms' } },
      });
      await using run = await ProgramRun.up(folder);
      const client = new ControlClient(folder);
      await eventually(async () => hold((await only(client, 'checked')).health === 'healthy', 'its check passes', run.stderr));
      const { pid, startCount } = await only(client, 'checked');
      process.kill(pid!, 'SIGSTOP');
      process.kill((await only(client, 'stubborn')).pid!, 'SIGSTOP');
      writeFileSync(join(folder, 'sick'), '');
      await eventually(async () =>
        hold(/^suspended/.test((await only(client, 'checked')).cause ?? ''), 'its row says so', run.stderr),
      );
      await delay(300);
      hold((await only(client, 'checked')).startCount === startCount, 'it is not restarted', run.stderr);
      process.kill(pid!, 'SIGCONT');
      await eventually(async () =>
        hold((await only(client, 'checked')).startCount > startCount, 'its checks count again', run.stderr),
      );
      process.kill((await only(client, 'checked')).pid!, 'SIGSTOP');
      await endWell(run);
    },
  },
  {
    what: 'children that daemonize',
    whyNot: undefined,
    async run(folder) {
      const launched = 'setsid sh -c "trap \\"exit 0\\" TERM; while :; do sleep 0.1; done" >/dev/null 2>&1 & sleep 0.2';
      write(folder, {
        daemon: { command: launched, daemon: true, restartDelay: '100ms' },
        slips: { command: launched, autoRestart: false },
      });
      await using run = await ProgramRun.up(folder);
      const client = new ControlClient(folder);
      const pids: number[] = [];
      for (let life = 1; life <= 4; life += 1) {
        const launchedPid = await untilLaunched(client, pids);
        pids.push(launchedPid);
        // Its end is the end of the process, however it comes.
        if (life % 2 === 0) await client.act({ action: 'restart', names: ['daemon'] });
        else process.kill(launchedPid, 'SIGKILL');
        await untilDead(launchedPid);
      }
      pids.push(await untilLaunched(client, pids));
      await eventually(async () =>
        hold((await only(client, 'slips')).state !== 'running', 'what slips away is not taken for it', run.stderr),
      );
      const left = descendantsOf(run.child.pid!);
      await endWell(run);
      for (const pid of [...pids, ...left]) hold(!existsSync(`/proc/${pid}`) || !isAlive(pid), `pid ${pid} is gone`, run.stderr);
    },
  },
];

/** Waits until a process has run for a while without a restart. */
async function untilStill(client: ControlClient, name: string): Promise<StatusDocument> {
  return eventually(async () => {
    const status = await only(client, name);
    if (status.state !== 'running' || status.uptime < 400) throw new Error(`${name} is not still: ${status.reason}`);
    return status;
  });
}

/** The pid of what the launcher has left, once the launcher is gone. */
async function untilLaunched(client: ControlClient, earlier: readonly number[]): Promise<number> {
  return eventually(async () => {
    const { state, pid, uptime, reason } = await only(client, 'daemon');
    if (state !== 'running' || pid === null || earlier.includes(pid) || uptime < 350) throw new Error(`not launched: ${reason}`);
    return pid;
  });
}
