import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/problems/config-error.js';
import { type ParseOptions, parseConfiguration, type ReadConfiguration } from '../../../src/config/resolve/configuration.js';
import type { Readings, ValidReading } from '../../../src/config/resolve/valid-reading.js';
import { projectFolder } from '../../house/source-tree.js';

const file = '/project/shop/watchdog.yaml';

/** Keeps what was made of files as long as a test runs, as the real one would: as bytes. */
class MemoryReadings implements Readings {
  kept: Buffer | undefined;

  find(): unknown {
    return this.kept === undefined ? undefined : deserialize(this.kept);
  }

  keep(_: string, reading: () => ValidReading | undefined): void {
    const value = reading();
    this.kept = value === undefined ? undefined : serialize(value);
  }

  /** Changes what was kept, so that it shows whether it is taken. */
  forge(change: (reading: ValidReading) => void): void {
    const reading = this.find() as ValidReading;
    change(reading);
    this.kept = serialize(reading);
  }
}

function read(
  text: string,
  readings: Readings,
  options: ParseOptions & { env?: Record<string, string> } = {},
): ReadConfiguration {
  const { env = {}, ...parsing } = options;
  return parseConfiguration([{ file, text }], env, { readings, ...parsing });
}

function complaintsOf(text: string, readings: Readings, options: ParseOptions): readonly string[] {
  try {
    read(text, readings, options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
}

const shop = `processes:
  10: { command: ./ten }
  api: { command: ./api, dependsOn: [db], replicas: 2, port: auto, schedule: { every: 1h }, readiness: { log: /up on \\d+/ } }
  db: { command: ./db, memory: { max: 1 GB } }
`;

/** The command that was kept for the first process becomes another. */
function forgeCommand(readings: MemoryReadings): void {
  readings.forge(({ checked }) => Object.assign(checked!.processes[0]!.parsed, { command: './forged' }));
}

describe('A configuration that was read before', () => {
  it('is not checked again as long as its text is the same', () => {
    const readings = new MemoryReadings();
    read(shop, readings);
    forgeCommand(readings);
    expect(read(shop, readings).configuration.processes[0]?.command).toBe('./forged');
  });

  it('is checked again when one character of it is another', () => {
    const readings = new MemoryReadings();
    read(shop, readings);
    forgeCommand(readings);
    expect(read(shop.replace('./ten', './tin'), readings).configuration.processes[0]?.command).toBe('./tin');
  });

  it('has its processes in the order of now', () => {
    const readings = new MemoryReadings();
    read('processes: { api: { command: ./api }, db: { command: ./db } }', readings);
    const { configuration } = read('processes: { db: { command: ./db }, api: { command: ./api } }', readings);
    expect(configuration.processes.map(({ name }) => name)).toEqual(['db', 'api']);
  });

  it.each([
    ['a project with everything that the schema changes', shop],
    ...readdirSync(join(projectFolder, 'examples'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('watchdog.yaml'))
      .map((name) => [name, readFileSync(join(projectFolder, 'examples', name), 'utf8')]),
  ])('is the same as when it was read for the first time: %s', (_, text) => {
    const readings = new MemoryReadings();
    const first = read(text, readings);
    const again = read(text, readings);
    expect(readings.kept).toBeDefined();
    expect(again.configuration).toEqual(first.configuration);
    expect(again.written).toEqual(first.written);
    expect(again.configuration.processes.map(({ name }) => name)).toEqual(first.configuration.processes.map(({ name }) => name));
  });

  it('still points at what is wrong for another reason than its text', () => {
    const readings = new MemoryReadings();
    const text = `${shop}keys: { restart: [Q] }\n`;
    read(text, readings);
    const taken = { command: 'restart', index: 0, message: 'this key is taken' };
    expect(complaintsOf(text, readings, { keyProblems: () => [taken] })).toEqual(['5:19 this key is taken']);
  });

  it('gets the variables of now, and nothing of their values is kept', () => {
    const readings = new MemoryReadings();
    const text = `processes: { api: { command: ./api, args: ["\${PLACE}"] } }`;
    read(text, readings, { env: { PLACE: 'Paris' } });
    expect(readings.kept?.includes('Paris')).toBe(false);
    expect(read(text, readings, { env: { PLACE: 'Rome' } }).configuration.processes[0]?.args).toEqual(['Rome']);
  });

  it('is not kept with a secret in it', () => {
    for (const line of ['env: { API_TOKEN: c0ffee42 }', 'command: ./api --db postgres://shop:c0ffee42@db/shop']) {
      const readings = new MemoryReadings();
      read('processes: { api: { command: ./api } }', readings);
      read(`processes:\n  api:\n    ${line.startsWith('env') ? `command: ./api\n    ${line}` : line}\n`, readings);
      expect(readings.kept).toBeUndefined();
    }
  });

  it('is not kept with something doubtful in it, nor a Procfile', () => {
    const readings = new MemoryReadings();
    expect(complaintsOf('processes: { api: { command: ./api, restrat: true } }', readings, {})).toHaveLength(1);
    parseConfiguration([{ file: '/project/shop/Procfile', text: 'web: ./web\n' }], {}, { readings });
    expect(readings.kept).toBeUndefined();
  });
});
