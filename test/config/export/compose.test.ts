import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Exported } from '../../../src/config/export/common/exported.js';
import { exportCompose } from '../../../src/config/export/compose/project.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { fileOf, grown, hostile, missingKeys, parseForExport, scheduled, shop, shopEnvironment, withImages } from './shop.js';

const hasCompose = spawnSync('docker-compose', ['version']).status === 0;
if (!hasCompose) process.stderr.write('skipped: compose.yaml is not checked, since there is no docker-compose\n');

/** What `docker-compose config` makes of compose.yaml. */
async function configured(exported: Exported, environment: Readonly<Record<string, string>>) {
  await using folder = await TemporaryFolder.make();
  const file = join(folder.path, 'compose.yaml');
  writeFileSync(file, fileOf(exported, 'compose.yaml'));
  const { stdout, stderr, status } = spawnSync('docker-compose', ['-f', file, 'config'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  });
  return { status, stderr, value: status === 0 ? parseYaml(stdout) : undefined };
}

function exported(text: string): Exported {
  return exportCompose(withImages(parseForExport(text, shopEnvironment)));
}

function services(text: string, file = 'compose.yaml') {
  return parseYaml(fileOf(exported(text), file)).services;
}

function api(body: string, file?: string) {
  return services(`name: shop\nprocesses:\n  api:\n    ${body.replaceAll('\n', '\n    ')}\n`, file).api;
}

describe('The export for compose', () => {
  const whole = exported(shop);

  it.skipIf(!hasCompose)('is what docker-compose takes, with the same words of commands and values', async () => {
    const { status, stderr, value } = await configured(whole, { DB_PASSWORD: 'p w$d', API_TOKEN: 't', DSN: 'd' });
    expect([status, stderr]).toEqual([0, '']);
    expect(value.services.api).toMatchObject({
      image: 'example/api:1',
      entrypoint: ['node'],
      command: ['server.js', '--dsn=postgres://shop:p w$$d@db:5432/shop'],
      depends_on: { migrate: { condition: 'service_completed_successfully' }, db: { condition: 'service_healthy' } },
      restart: 'always',
    });
    expect(value.services.api.environment.GREETING).toBe('say "hi" for 5% of $$HOME');
  });

  it('asks for secret variables, and writes no value of one', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose's own reference.
    expect(services(shop).api.environment.API_TOKEN).toBe('${API_TOKEN:?set API_TOKEN}');
    for (const { text } of whole.files) expect(text).not.toMatch(/hunter22|correct horse/);
  });

  it.skipIf(!hasCompose)('is taken with whatever may be in a configuration', async () => {
    for (const text of [hostile, grown]) expect(await configured(exported(text), {})).toMatchObject({ status: 0, stderr: '' });
  });

  it('finds other processes by their names, and says so', () => {
    const text = fileOf(whole, 'compose.yaml');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose's own reference.
    expect(parseYaml(text).services.api.environment.DSN).toBe('postgres://shop:${DB_PASSWORD:?set DB_PASSWORD}@db:5432/shop');
    expect(text).toContain('# localhost:5432 is db:5432 here\n');
    expect(parseYaml(text).services.api.healthcheck.test[1]).toContain('http://localhost:3000/health');
  });

  it('keeps conditions in compose.yaml, and the names alone in stack.yaml', () => {
    expect(services(shop).migrate.depends_on).toEqual({ db: { condition: 'service_healthy' } });
    expect(services(shop, 'stack.yaml').api.depends_on).toEqual(['migrate', 'db']);
    expect(
      services('processes: {a: {command: x, dependsOn: {b: healthy}}, b: {command: y, readiness: {log: up}}}').a.depends_on,
    ).toEqual({ b: { condition: 'service_started' } });
  });

  it('has Docker rotate the files of logs as the process says', () => {
    const logging = { driver: 'json-file', options: { 'max-size': '5000000', 'max-file': '3' } };
    for (const file of ['compose.yaml', 'stack.yaml']) {
      expect(api('command: x\nlogs: {maxSize: 5MB, keep: 2}', file).logging).toEqual(logging);
      expect(api('command: x\nlogs: {maxSize: 5MB, file: false}', file)).not.toHaveProperty('logging');
      expect(api('command: x', file)).not.toHaveProperty('logging');
    }
    expect(missingKeys(exported('processes: {api: {command: x, logs: {maxSize: 5MB}}}'))).toEqual([]);
    expect(missingKeys(exported('processes: {api: {command: x, logs: {lines: 50}}}'))).toEqual(['api: logs', 'api: logs']);
  });

  it('checks the health with the times of the process', () => {
    expect(services(shop).db.healthcheck).toEqual({
      test: ['CMD-SHELL', 'pg_isready -q'],
      interval: '10s',
      timeout: '5s',
      retries: 3,
      start_period: '20s',
    });
  });

  it.each([
    ['', 'always', 'any'],
    ['autoRestart: on-failure\nports: [80]', 'on-failure', 'on-failure'],
    ['autoRestart: on-failure\nmaxRestarts: 3', 'on-failure:3', 'on-failure'],
    ['maxRestarts: 0', 'no', 'none'],
    ['autoRestart: false', 'no', 'none'],
  ])('restarts with %j as %s, and in a Swarm on %s', (keys, word, condition) => {
    expect(api(`command: x\n${keys}`).restart).toBe(word);
    expect(api(`command: x\n${keys}`, 'stack.yaml').deploy.restart_policy.condition).toBe(condition);
  });

  it('stops with the signal and the grace', () => {
    expect(services(shop).db).toMatchObject({ stop_signal: 'SIGINT', stop_grace_period: '30s' });
  });

  it('starts what the project starts: the others have profiles, or no replicas', () => {
    expect(services(shop).web.profiles).toEqual(['full']);
    expect(services(shop, 'stack.yaml').web.deploy.replicas).toBe(0);
    expect(api('command: x\nautoStart: false').profiles).toEqual(['manual']);
    const needed = services('processes: {a: {command: x, dependsOn: [b]}, b: {command: y, autoStart: false}}');
    expect(needed.b.profiles).toBeUndefined();
  });

  it('goes on without the processes that have no image, and says what is missing with them', () => {
    const { deploy: _, ...db } = { ...parseForExport(shop, shopEnvironment).processes[0]!, deploy: undefined };
    const configuration = withImages(parseForExport(shop, shopEnvironment));
    const [, ...others] = configuration.processes;
    const without = exportCompose({ ...configuration, processes: [{ ...db, deploy: { image: null } }, ...others] });
    expect(without.withoutImage).toEqual(['db']);
    expect(missingKeys(without)).toContain('migrate: dependsOn db');
    expect(parseYaml(fileOf(without, 'compose.yaml')).services.migrate.depends_on).toBeUndefined();
  });

  it('writes nothing where no process has an image', () => {
    expect(exportCompose(parseForExport('processes: {a: {command: x}}'))).toEqual({
      files: [],
      missing: [],
      withoutImage: ['a'],
    });
  });

  it('names what has no counterpart, at its place and as data', () => {
    const { files, missing } = exported(
      'name: shop\nprocesses: {api: {command: x, stop: {keys: q}, tty: true, watch: {paths: [src]}}}',
    );
    expect(missing).toContainEqual({
      process: 'api',
      where: 'Docker Swarm',
      key: 'watch',
      instead: 'file changes do not restart it',
    });
    for (const { text } of files) {
      expect(text).toMatch(/ {2}api:\n( {4}#.*\n)* {4}# stop\.keys has no counterpart: it is stopped with SIGTERM\n/);
    }
  });

  it('multiplies a process by its replicas, and bounds its memory', () => {
    const { api: one, web } = services(grown);
    expect(one).toMatchObject({ scale: 3, mem_limit: '512000000b', ports: [one.environment.PORT] });
    expect(one.environment.WATCHDOG_REPLICA).toBeUndefined();
    expect(web.depends_on).toEqual({ api: { condition: 'service_started' } });
    expect(services(grown, 'stack.yaml').api).toMatchObject({
      environment: { WATCHDOG_REPLICA: '{{.Task.Slot}}' },
      ports: [`${one.environment.PORT}:${one.environment.PORT}`],
      deploy: { replicas: 3, resources: { limits: { memory: '512000000b' } } },
    });
    expect(missingKeys(exported(grown))).toEqual(expect.arrayContaining(['api: hooks', 'api: memory.for', 'api: ports']));
  });

  it('does not start what a schedule starts, and says so', () => {
    const configuration = withImages(scheduled(parseForExport(grown), { kind: 'every', everyMs: 60_000 }));
    const made = exportCompose(configuration);
    expect(parseYaml(fileOf(made, 'compose.yaml')).services.backup).toMatchObject({ profiles: ['schedule'], restart: 'no' });
    expect(parseYaml(fileOf(made, 'stack.yaml')).services.backup.deploy.replicas).toBe(0);
    expect(missingKeys(made)).toContain('backup: schedule');
  });
});
