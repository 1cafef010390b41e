import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Watchdog } from '../../src/api/watchdog.js';
import { ConfigError } from '../../src/config/problems/config-error.js';
import { eventually } from '../fixtures/eventually.js';
import { TemporaryFolder } from '../fixtures/temporary-folder.js';
import { ContainerStage } from './container-stage.js';

describe('load', () => {
  it('registers all of a file in one call, containers and secrets included, and starts nothing', async () => {
    await using folder = await TemporaryFolder.make();
    const yaml = `env: {API_TOKEN: hunter2-hunter2}
processes:
  api: {command: "api hunter2-hunter2", dependsOn: [db]}
  db: {command: db}
containers: {names: [redis]}`;
    writeFileSync(join(folder.path, 'watchdog.yaml'), yaml);
    const stage = new ContainerStage();
    const configuration = await stage.watchdog.load({ from: folder.path });
    expect(configuration.processes.map(({ name }) => name)).toEqual(['api', 'db']);
    expect(Object.keys(stage.watchdog.getStatus())).toEqual(['api', 'db', 'container:redis']);
    expect(stage.spawner.living).toEqual([]);
    expect(stage.watchdog.redact('it is hunter2-hunter2')).not.toContain('hunter2');
    await stage.watchdog.shutdown();
  });

  it('registers nothing where a name is taken or the file is wrong', async () => {
    await using folder = await TemporaryFolder.make();
    const file = join(folder.path, 'watchdog.yaml');
    writeFileSync(file, 'processes: {db: {command: db}, api: {command: api}}');
    await using watchdog = new Watchdog({ handleSignals: false });
    watchdog.register({ name: 'api', command: 'mine' });
    await expect(watchdog.load({ files: [file] })).rejects.toMatchObject({ code: 'PROCESS_DUPLICATE' });
    writeFileSync(file, 'processes: {db: {comand: db}}');
    await expect(watchdog.load({ files: [file] })).rejects.toThrow(ConfigError);
    expect(Object.keys(watchdog.getStatus())).toEqual(['api']);
  });
});

describe('what a process uses', () => {
  it('is in the status once it was measured, or while it is watched', async () => {
    await using watchdog = new Watchdog({ handleSignals: false });
    watchdog.register({ name: 'busy', command: 'node', args: ['-e', 'setInterval(() => {}, 1000)'] });
    await watchdog.start('busy');
    expect(watchdog.getStatus('busy')).toMatchObject({ cpu: null, memory: null });
    // It has little while it is being loaded.
    await eventually(async () => {
      await watchdog.usage.measure();
      expect(watchdog.getStatus('busy')?.memory).toBeGreaterThan(10_000_000);
    });
    expect(watchdog.getStatus('busy')?.cpu).toBeGreaterThanOrEqual(0);
  });
});
