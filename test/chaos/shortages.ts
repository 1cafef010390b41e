import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ProgramRun, watchdog } from '../control/program-run.js';
import { isAlive, untilDead } from '../fixtures/alive.js';
import { eventually } from '../fixtures/eventually.js';
import { descendantsOf } from '../fixtures/process-tree.js';

/** A user who owns nothing; root's rounds borrow it. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** A round in a world that is against it, and what has to hold all the same. */
export interface Round {
  readonly what: string;
  /** Why it cannot be tried here; undefined where it can. */
  readonly whyNot: string | undefined;
  /** Throws at the first broken promise. */
  run(folder: string): Promise<void>;
}

const sleepers = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_each, index) => [`p${index}`, { command: 'exec sleep 600' }]));

/** Writes the configuration of a round. */
export function write(folder: string, processes: Readonly<Record<string, unknown>>): void {
  writeFileSync(join(folder, 'watchdog.yaml'), stringify({ processes }));
}

/** Throws where a promise is broken. @param said what the program has printed */
export function hold(isSo: boolean, promise: string, said = ''): void {
  if (!isSo) throw new Error(`broken: ${promise}\n${said.slice(-2000)}`);
}

/** Ends a run by SIGTERM, and looks that nothing of it lives on and that it had no fault of its own. */
export async function endWell(run: ProgramRun, program = run.child.pid!): Promise<void> {
  const children = descendantsOf(program);
  process.kill(program, 'SIGTERM');
  const { status, stderr } = await run.end;
  hold(status === 0, `it ends with 0, not ${status}`, stderr);
  hold(!stderr.includes('internal error'), 'no fault of its own', stderr);
  hold(stderr.length < 200_000, 'it does not repeat itself', stderr);
  for (const pid of children) await untilDead(pid);
}

/** What the system is short of, in the order in which it is played. */
export const shortages: readonly Round[] = [
  {
    what: 'few file descriptors',
    whyNot: undefined,
    async run(folder) {
      write(folder, sleepers(60));
      for (const limit of [64, 100, 130]) {
        await using run = new ProgramRun(folder, ['--headless'], {}, `ulimit -n ${limit}; exec "$0" "$@"`);
        await run.until(/p59: (failed|started)/);
        const status = await watchdog(folder, ['status', '--json']);
        hold(status.status === 0 && JSON.parse(status.stdout).length === 60, `status answers with ${limit}`, status.stderr);
        await endWell(run);
      }
    },
  },
  {
    what: 'few processes of the user',
    whyNot: isRoot ? undefined : 'it needs root to be another user',
    async run(folder) {
      write(folder, sleepers(40));
      chownSync(folder, nobody, nobody);
      const limited = `exec prlimit --nproc=40 setpriv --reuid ${nobody} --regid ${nobody} --clear-groups "$0" "$@"`;
      await using run = new ProgramRun(folder, ['--headless'], { HOME: folder, XDG_RUNTIME_DIR: '' }, limited);
      await run.until(/p39: (failed|started|.*EAGAIN)/);
      hold(/this user may have 40 processes and threads/.test(run.stderr), 'it says what is short', run.stderr);
      await endWell(run);
    },
  },
  {
    what: 'few pseudo-terminals',
    whyNot: canMount() ? undefined : 'it needs root to mount a small devpts',
    async run(folder) {
      const inTerminals = Array.from({ length: 8 }, (_each, index) => [`t${index}`, { command: 'exec sleep 600', tty: true }]);
      write(folder, { ...Object.fromEntries(inTerminals), ...sleepers(2) });
      const few = 'mount -t devpts -o newinstance,ptmxmode=666,max=3 devpts /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx';
      await using run = new ProgramRun(folder, ['--headless'], {}, `exec unshare -m sh -c '${few} && exec "$0" "$@"' "$0" "$@"`);
      await eventually(() => {
        const [started, failed] = [/^watchdog: t\d: started/gm, /^watchdog: t\d: failed: .*pseudo-terminal/gm].map(
          (pattern) => run.stderr.match(pattern)?.length ?? 0,
        );
        hold(started! > 0 && failed! > 0 && started! + failed! === 8, 'it starts what fits and says what is short', run.stderr);
      });
      hold(run.stderr.match(/pseudo-terminal/g)!.length <= 8, 'it is said once for each', run.stderr);
      hold(/p1: started/.test(run.stderr), 'the others run', run.stderr);
      await endWell(run);
    },
  },
  {
    what: 'few inotify watches',
    whyNot: canUnshareUsers() ? undefined : 'it needs a user namespace of its own',
    async run(folder) {
      for (let index = 0; index < 40; index += 1) mkdirSync(join(folder, 'src', `d${index}`), { recursive: true });
      const watching = { command: 'exec sleep 600', watch: { paths: ['src'] } };
      write(folder, { a: watching, b: watching, ...sleepers(1) });
      const few = 'echo 8 >/proc/sys/user/max_inotify_watches; exec "$0" "$@"';
      await using run = new ProgramRun(folder, ['--headless'], {}, `exec unshare -U -r sh -c '${few}' "$0" "$@"`);
      await run.until(/inotify|file watchers/);
      const status = await watchdog(folder, ['status', '--json']);
      hold(status.status === 0 && JSON.parse(status.stdout).length === 3, 'status answers', status.stderr);
      await endWell(run);
      for (const name of ['a', 'b']) {
        const said = run.stderr.split('\n').filter((line) => line.startsWith(`watchdog: ${name}: `) && /inotify/.test(line));
        hold(said.length <= 1, 'it is told once of each process, in words', run.stderr);
      }
    },
  },
  {
    what: 'a full disk',
    whyNot: canMount() ? undefined : 'it needs root to mount a small file system',
    async run(folder) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
      try {
        write(folder, {
          ...sleepers(2),
          chatty: { command: 'while :; do seq 1 5000; sleep 0.1; done', logs: { maxSize: '100MB' } },
        });
        await using run = new ProgramRun(folder, ['--headless'], {}, 'exec "$0" "$@" >/dev/null');
        await run.until(/cannot be written/);
        const restart = await watchdog(folder, ['restart', 'p0']);
        hold(restart.status === 0, 'a restart goes on', restart.stderr);
        hold(run.stderr.match(/cannot be written/g)!.length <= 3, 'it is said once of each kind of file', run.stderr);
        await endWell(run);
      } finally {
        execFileSync('umount', ['--lazy', folder]);
      }
    },
  },
  {
    what: 'a disk that is full at the start',
    whyNot: canMount() ? undefined : 'it needs root to mount a small file system',
    async run(folder) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
      try {
        write(folder, sleepers(2));
        spawnSync('sh', ['-c', 'cat /dev/zero >fill'], { cwd: folder, stdio: 'ignore' });
        await detached(folder);
      } finally {
        execFileSync('umount', ['--lazy', folder]);
      }
    },
  },
  {
    what: 'a read-only project',
    whyNot: isRoot && !canMount() ? 'root needs a mount for it' : undefined,
    async run(folder) {
      write(folder, sleepers(2));
      if (isRoot) {
        execFileSync('mount', ['--bind', folder, folder]);
        execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
      } else chmodSync(folder, 0o555);
      try {
        await detached(folder);
      } finally {
        if (isRoot) execFileSync('umount', ['--lazy', folder]);
        else chmodSync(folder, 0o755);
      }
    },
  },
  {
    what: 'a second user',
    whyNot: isRoot ? undefined : 'it needs root to be another user',
    async run(folder) {
      write(folder, sleepers(2));
      chmodSync(folder, 0o777);
      // What they have put there before, to have it overwritten.
      const victim = join(folder, 'victim');
      writeFileSync(victim, 'precious');
      mkdirSync(join(folder, '.watchdog'), { mode: 0o777 });
      for (const name of ['lock', 'journal.json.new', 'watchdog.log', '.gitignore'])
        symlinkSync(victim, join(folder, '.watchdog', name));
      chownSync(join(folder, '.watchdog'), nobody, nobody);
      await using run = await ProgramRun.up(folder);
      hold(statSync(victim).size === 'precious'.length, 'nothing is written through their links', run.stderr);
      const other = new ProgramRun(
        folder,
        ['status'],
        { HOME: folder, XDG_RUNTIME_DIR: '' },
        `exec setpriv --reuid ${nobody} --regid ${nobody} --clear-groups "$0" "$@"`,
      );
      hold((await other.end).status === 69, 'they cannot speak with it', other.stderr);
      await endWell(run);
      hold(readdirSync(join(folder, '.watchdog')).length === 4, 'their folder is left alone');
    },
  },
];

/** Starts in the background where state cannot be kept beside the configuration, and ends again. */
async function detached(folder: string): Promise<void> {
  const up = await watchdog(folder, ['up', '--detach']);
  const pid = Number(/background, pid (\d+)/.exec(up.stderr)?.[1]);
  hold(up.status === 0, 'up --detach returns with 0', up.stderr);
  hold(/\.watchdog cannot be used/.test(up.stderr), 'it says where its state is', up.stderr);
  const status = await watchdog(folder, ['status']);
  hold(status.status === 0, 'status finds it', status.stderr);
  const down = await watchdog(folder, ['down']);
  hold(down.status === 0 && !isAlive(pid), 'down ends it', down.stderr);
}

function canUnshareUsers(): boolean {
  const allowed = ['-U', '-r', 'sh', '-c', 'echo 8 >/proc/sys/user/max_inotify_watches'];
  return spawnSync('unshare', allowed, { stdio: 'ignore' }).status === 0;
}

function canMount(): boolean {
  if (!isRoot) return false;
  const folder = mkdtempSync(join(tmpdir(), 'watchdog-mount-'));
  try {
    const isMounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' }).status === 0;
    if (isMounted) spawnSync('umount', [folder], { stdio: 'ignore' });
    return isMounted;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Plays one round in a folder of its own. Throws at the first broken promise. */
export async function playRound({ what, run }: Round): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'watchdog-short-'));
  try {
    await run(folder);
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
