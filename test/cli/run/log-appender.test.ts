import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogAppender } from '../../../src/cli/run/log-appender.js';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { mayMount, SmallDisk } from '../../fixtures/small-disk.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

describe("the watchdog's own log", () => {
  it('has every line in its order, closed to other users, in the file that is in its place', async () => {
    await using folder = await TemporaryFolder.make();
    const file = join(folder.path, 'own.log');
    await using log = await LogAppender.open(file);
    for (let line = 0; line < 1000; line += 1) log.write(`${line}\n`);
    await log.flush();
    expect(readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number)).toEqual(
      Array.from({ length: 1000 }, (_, line) => line),
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    renameSync(file, `${file}.old`);
    log.reopen(file);
    log.write('next\n');
    await log.flush();
    expect(readFileSync(file, 'utf8')).toBe('next\n');
  });

  it('that cannot be opened says why', async () => {
    await expect(LogAppender.open('/nothing/own.log')).rejects.toThrow('ENOENT');
  });

  describe.skipIf(!mayMount)('on a full disk', () => {
    it('keeps what it may, and writes it when there is room again', async () => {
      await using disk = await SmallDisk.make();
      const file = join(disk.path, 'own.log');
      await using log = await LogAppender.open(file);
      disk.fill();
      for (let line = 0; line < 3000; line += 1) log.write(`${String(line).padStart(999, '0')}\n`);
      await log.flush();
      disk.free();
      log.write('last\n');
      await log.flush();
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      expect(lines.at(-1)).toBe('last');
      const whole = lines.filter((line) => line.length === 999).map(Number);
      expect(whole.at(-1)).toBe(2999);
      expect(whole.slice(-1000)).toEqual(Array.from({ length: 1000 }, (_, at) => 2000 + at));
    });

    it('keeps no run from ending', async () => {
      await using disk = await SmallDisk.make();
      writeFileSync(join(disk.path, 'watchdog.yaml'), 'processes: {a: {command: exec sleep 600}}\n');
      await using run = new ProgramRun(disk.path, ['--headless']);
      await run.until(/a: started/);
      disk.fill();
      expect((await watchdog(disk.path, ['restart', 'a'])).status).toBe(0);
      expect((await watchdog(disk.path, ['down'])).status).toBe(0);
      expect((await run.end).status).toBe(0);
    });
  });
});
