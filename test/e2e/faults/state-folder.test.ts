import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRunning } from '../../../src/adapters/files/running.js';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { statFields } from '../../fixtures/proc-stat.js';
import { Project } from '../project.js';

const sleeper = { api: { command: 'echo hello; exec sleep 600' } };
const isRoot = process.getuid?.() === 0;

/** A project, its state folder, and a file of the victim elsewhere. */
class Scene implements Disposable {
  readonly project = new Project(sleeper);
  readonly state = join(this.project.folder, '.watchdog');
  readonly victim = join(this.project.folder, 'victim.txt');

  constructor() {
    writeFileSync(this.victim, 'precious');
  }

  get untouched(): boolean {
    return readFileSync(this.victim, 'utf8') === 'precious';
  }

  [Symbol.dispose](): void {
    this.project[Symbol.dispose]();
  }
}

/** Every file and folder below a folder, with its mode. */
function modesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(names.map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]));
}

/** Changes what takes more than one step while a run stands still: it would write into it or restore it between two of them. */
async function whileHeld({ child }: ProgramRun, change: () => void): Promise<void> {
  process.kill(child.pid!, 'SIGSTOP');
  await eventually(() => expect(statFields(child.pid!)?.[0]).toBe('T'));
  try {
    change();
  } finally {
    process.kill(child.pid!, 'SIGCONT');
  }
}

async function untilLock(folder: string): Promise<void> {
  await eventually(() => expect(findRunning(folder)).toBeDefined(), 2);
}

describe('the folder for the state of a run', () => {
  it('is closed to others with all that is in it, under umask 0 too', async () => {
    using scene = new Scene();
    await using run = new ProgramRun(scene.project.folder, ['--headless'], {}, 'umask 0; exec "$0" "$@"');
    await run.until(/api \| hello/, 'stdout');
    expect((await watchdog(scene.project.folder, ['restart', 'api'])).status).toBe(0);
    await eventually(() => expect(existsSync(join(scene.state, 'watchdog.log'))).toBe(true));
    expect((statSync(scene.state).mode & 0o777).toString(8)).toBe('700');
    // The journal is another file for a moment whenever it is written.
    const modes = await eventually(() => {
      const found = modesBelow(scene.state);
      expect(Object.keys(found)).toEqual(expect.arrayContaining(['lock', 'watchdog.sock', 'journal.json', 'logs/api.log']));
      return found;
    });
    expect(Object.entries(modes).filter(([name, mode]) => mode !== (name === 'logs' ? '700' : '600'))).toEqual([]);
  });

  it('is closed where others could write to it, and links that they put there are not followed', async () => {
    using scene = new Scene();
    mkdirSync(join(scene.state, 'logs'), { recursive: true });
    chmodSync(scene.state, 0o777);
    const planted = [
      '.gitignore',
      'journal.json.new',
      'journal.json.next',
      'crashes.json.next',
      'watchdog.log',
      'logs/api.log',
      'lock',
    ];
    for (const name of planted) symlinkSync(scene.victim, join(scene.state, name));
    await using run = await ProgramRun.up(scene.project.folder);
    await run.until(/api \| hello/, 'stdout');
    expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    await run.end;
    expect(scene.untouched).toBe(true);
    expect((statSync(scene.state).mode & 0o777).toString(8)).toBe('700');
  });

  it('is elsewhere where its place is taken by a link or a file, which is said; commands find the run all the same', async () => {
    using scene = new Scene();
    mkdirSync(join(scene.project.folder, 'theirs'));
    for (const obstacle of ['link', 'file']) {
      rmSync(scene.state, { force: true });
      if (obstacle === 'link') symlinkSync(join(scene.project.folder, 'theirs'), scene.state);
      else writeFileSync(scene.state, 'a file');
      const up = await watchdog(scene.project.folder, ['up', '--detach']);
      expect(up.stderr).toMatch(
        /\.watchdog cannot be used \(.*(link|not a folder).*\); lock, socket, logs and crash cards of this run are in \//,
      );
      expect(up.status).toBe(0);
      expect((await watchdog(scene.project.folder, ['status'])).stdout).toContain('running');
      expect((await watchdog(scene.project.folder, ['logs', '-n', '5', 'api'])).stdout).toMatch(/^hello$/m);
      expect((await watchdog(scene.project.folder, ['up', '--headless'])).status).toBe(73);
      expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    }
    expect(readdirSync(join(scene.project.folder, 'theirs'))).toEqual([]);
  });

  it.runIf(isRoot)('is not used where another user made it', async () => {
    using scene = new Scene();
    mkdirSync(scene.state, { mode: 0o777 });
    for (const name of ['lock', 'watchdog.log', '.gitignore']) symlinkSync(scene.victim, join(scene.state, name));
    chownSync(scene.state, 65_534, 65_534);
    await using run = await ProgramRun.up(scene.project.folder);
    expect(run.stderr).toMatch(/belongs to user 65534, not to user 0/);
    run.child.kill('SIGTERM');
    expect((await run.end).status).toBe(0);
    expect(scene.untouched).toBe(true);
    expect(readdirSync(scene.state).sort()).toEqual(['.gitignore', 'lock', 'watchdog.log']);
  });

  it('keeps no run from starting, being reached and ending by pipes in the place of its files', async () => {
    using scene = new Scene();
    mkdirSync(join(scene.state, 'logs'), { recursive: true });
    const planted = ['watchdog.log', 'journal.json', 'logs/api.log', 'schema.json', 'crashes.json', 'starts.json', 'ports.json'];
    execFileSync('mkfifo', ['-m', '666', ...planted.map((name) => join(scene.state, name))]);
    await using run = await ProgramRun.up(scene.project.folder);
    await run.until(/api \| hello/, 'stdout');
    // Also where one comes while it runs.
    execFileSync('mkfifo', [join(scene.state, 'schema.json')]);
    const schema = await watchdog(scene.project.folder, ['schema', '--write']);
    expect({ status: schema.status, stderr: schema.stderr }).toEqual({ status: 0, stderr: expect.stringContaining('wrote') });
    expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });

  it('does not keep a run from starting by a link that leads nowhere in the place of the lock', async () => {
    using scene = new Scene();
    mkdirSync(scene.state);
    symlinkSync(join(scene.project.folder, 'nowhere'), join(scene.state, 'lock'));
    await using run = await ProgramRun.up(scene.project.folder);
    expect(existsSync(join(scene.project.folder, 'nowhere'))).toBe(false);
    expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });

  it('may vanish: no second watchdog starts, and lock, socket and logs are put back', async () => {
    using scene = new Scene();
    await using run = await ProgramRun.up(scene.project.folder);
    await run.until(/api \| hello/, 'stdout');
    // At once, since it writes there meanwhile.
    renameSync(scene.state, `${scene.state}.gone`);
    rmSync(`${scene.state}.gone`, { recursive: true });
    const second = watchdog(scene.project.folder, ['up', '--headless']);
    const status = watchdog(scene.project.folder, ['status']);
    expect((await second).status).toBe(73);
    expect((await status).stdout).toContain('running');
    await run.until(/was removed and is restored/);
    expect(readdirSync(scene.state)).toEqual(expect.arrayContaining(['.gitignore', 'lock', 'watchdog.sock']));
    expect((await watchdog(scene.project.folder, ['restart', 'api'])).status).toBe(0);
    await eventually(() => expect(readFileSync(join(scene.state, 'logs/api.log'), 'utf8')).toContain('hello'));
    expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });
});

it('the folder for the state of a run may be moved away and back over the one that was made meanwhile', async () => {
  using scene = new Scene();
  await using run = await ProgramRun.up(scene.project.folder);
  renameSync(scene.state, `${scene.state}.away`);
  await run.until(/was removed and is restored/);
  await eventually(() => expect(existsSync(join(scene.state, 'watchdog.sock'))).toBe(true));
  await whileHeld(run, () => {
    rmSync(scene.state, { recursive: true });
    renameSync(`${scene.state}.away`, scene.state);
  });
  await run.until(/control socket .* was re(placed by another|moved) and is restored/);
  await eventually(async () => expect((await watchdog(scene.project.folder, ['status'])).stdout).toContain('running'));
  expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
  expect((await run.end).status).toBe(0);
});

describe("the project's folder", () => {
  it('may be moved away and back: it is not made again meanwhile, and the run is reached where it is', async () => {
    using scene = new Scene();
    const { folder } = scene.project;
    const away = `${folder}-away`;
    await using run = await ProgramRun.up(folder);
    // A little later than it is printed.
    await eventually(() => expect(readFileSync(join(scene.state, 'logs/api.log'), 'utf8')).toContain('hello'));
    renameSync(folder, away);
    try {
      // Longer than it takes to see that something is gone.
      await watchdog(away, ['wait', 'api', '--for', 'completed', '--timeout', '3s']);
      expect(existsSync(folder)).toBe(false);
      expect((await watchdog(away, ['status'])).stdout).toContain('running');
      expect((await watchdog(away, ['up', '--headless'])).status).toBe(73);
    } finally {
      renameSync(away, folder);
    }
    expect((await watchdog(folder, ['restart', 'api'])).status).toBe(0);
    await eventually(() => expect(readFileSync(join(scene.state, 'logs/api.log'), 'utf8').split('hello').length).toBe(3));
    expect((await watchdog(folder, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
    // That its configuration is not there is said where it was read meanwhile.
    expect(run.stderr).not.toMatch(/is restored|log file/);
  });

  it('may be another one that is made in its place, which is then the one of this run', async () => {
    using scene = new Scene();
    const { folder } = scene.project;
    await using run = await ProgramRun.up(folder);
    await run.until(/api \| hello/, 'stdout');
    const config = readFileSync(join(folder, 'watchdog.yaml'));
    await whileHeld(run, () => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      writeFileSync(join(folder, 'watchdog.yaml'), config);
    });
    await run.until(/was removed and is restored/);
    expect((await watchdog(folder, ['status'])).stdout).toContain('running');
    expect((await watchdog(folder, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });
});

describe('the folder for the state of a run, where something else takes its place meanwhile', () => {
  it.each<[string, (scene: Scene) => void]>([
    [
      'a link',
      ({ state, project }) => {
        renameSync(state, join(project.folder, 'old'));
        symlinkSync('old', state);
      },
    ],
    [
      'a file',
      ({ state }) => {
        rmSync(state, { recursive: true });
        writeFileSync(state, 'x');
      },
    ],
    [
      'a folder for the socket',
      ({ state }) => {
        rmSync(join(state, 'watchdog.sock'));
        mkdirSync(join(state, 'watchdog.sock'));
      },
    ],
  ])('which is %s: no second watchdog starts, and the run is reached by another socket, which is said', async (_what, take) => {
    using scene = new Scene();
    await using run = await ProgramRun.up(scene.project.folder);
    await run.until(/api \| hello/, 'stdout');
    await whileHeld(run, () => take(scene));
    expect((await watchdog(scene.project.folder, ['up', '--headless'])).status).toBe(73);
    await run.until(/\.watchdog cannot be used any more \(.*\); lock and control socket of this run are in \//);
    expect((await watchdog(scene.project.folder, ['status'])).stdout).toContain('running');
    expect((await watchdog(scene.project.folder, ['up', '--headless'])).status).toBe(73);
    expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });
});

describe('a running watchdog', () => {
  it('is found by its lock when the configuration is gone, from folders below too', async () => {
    using scene = new Scene();
    await using run = await ProgramRun.up(scene.project.folder);
    const below = join(scene.project.folder, 'some/where');
    mkdirSync(below, { recursive: true });
    rmSync(join(scene.project.folder, 'watchdog.yaml'));
    expect((await watchdog(below, ['status'])).stdout).toContain('running');
    expect((await watchdog(below, ['status', '--file', '../../watchdog.yaml'])).stdout).toContain('running');
    expect((await watchdog(below, ['logs', 'api'])).stdout).toMatch(/^hello$/m);
    expect((await watchdog(below, ['down'])).status).toBe(0);
    expect((await run.end).status).toBe(0);
    expect((await watchdog(below, ['status'])).status).toBe(78);
  });

  it('that has its lock and no socket yet is waited for', async () => {
    using scene = new Scene();
    // The dashboard opens its socket some moments after its first frame.
    await using terminal = scene.project.open();
    await untilLock(scene.project.folder);
    const { status, stderr } = await watchdog(scene.project.folder, ['status']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await watchdog(scene.project.folder, ['down'])).status).toBe(0);
    await terminal.exited;
  });
});
