import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forgetDeadRuns } from '../../../src/adapters/files/dead-runs.js';
import { ProjectLock } from '../../../src/adapters/files/project-lock.js';

const wallTime = 1_800_000_000_000;
const longAgo = (wallTime - 61_000) / 1000;
const aMomentAgo = (wallTime - 1000) / 1000;

/** A lock as a run leaves it that was killed: its process is none of this boot. */
const deadLock = JSON.stringify({ pid: 1, startTime: 1, bootId: 'another' });

/** The folder with the second locks of all projects of a user. */
class Root implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'watchdog-dead-'));

  folder(name: string, files: Readonly<Record<string, string>>, time = longAgo): void {
    const folder = join(this.path, name);
    mkdirSync(folder, { mode: 0o700 });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    utimesSync(folder, time, time);
  }

  file(name: string, time = longAgo): void {
    writeFileSync(join(this.path, name), '');
    utimesSync(join(this.path, name), time, time);
  }

  get names(): readonly string[] {
    return readdirSync(this.path).sort();
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

describe('what a run that was killed has left elsewhere', () => {
  it('is removed at a later start, with its socket', () => {
    using root = new Root();
    root.folder('0000000000000000', { lock: deadLock });
    root.folder('0000000000000001', {});
    root.folder('0000000000000002', { lock: deadLock, 'lock.12-34': deadLock });
    root.file('0000000000000000.sock');
    root.file('0000000000000003.sock');
    forgetDeadRuns(root.path, wallTime);
    expect(root.names).toEqual([]);
  });

  it('stays where its run lives, is just starting, has kept logs, or is not ours', () => {
    using root = new Root();
    root.folder('0000000000000000', {});
    const lock = ProjectLock.acquire(join(root.path, '0000000000000000'));
    utimesSync(join(root.path, '0000000000000000'), longAgo, longAgo);
    root.file('0000000000000000.sock');
    root.folder('0000000000000001', {}, aMomentAgo);
    root.file('0000000000000002.sock', aMomentAgo);
    root.folder('0000000000000003', { lock: deadLock, 'watchdog.log': 'what happened' });
    root.folder('somebody', {});
    const before = root.names;
    forgetDeadRuns(root.path, wallTime);
    expect(root.names).toEqual(before);
    expect(lock.isHeld).toBe(true);
  });

  it('is not searched for through a link', () => {
    using root = new Root();
    root.folder('0000000000000000', { lock: deadLock });
    const link = `${root.path}.link`;
    symlinkSync(root.path, link);
    try {
      forgetDeadRuns(link, wallTime);
      expect(root.names).toEqual(['0000000000000000']);
    } finally {
      rmSync(link);
    }
  });
});
