import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

const script = (name: string): string =>
  `trap 'echo -${name} >>order; exit 0' TERM; echo +${name} >>order; echo up; while :; do sleep 0.05; done`;
const needed = (name: string, rest: object): object => ({
  command: script(name),
  readiness: { log: '^up' },
  stop: { scope: 'group' },
  ...rest,
});

describe('An action on several, from the command line, with real processes', () => {
  it('takes dependents before what they depend on, and starts the other way round', async () => {
    using project = new Project({
      web: needed('web', { dependsOn: { api: 'healthy' }, group: 'front' }),
      api: needed('api', { dependsOn: { db: 'healthy' }, group: 'back' }),
      db: needed('db', { group: 'back' }),
    });
    const file = join(project.folder, 'order');
    const told = async (...args: readonly string[]): Promise<string> => {
      writeFileSync(file, '');
      const { code, err } = await runProgram(args, project.folder);
      expect(code, err).toBe(0);
      return readFileSync(file, 'utf8').trim().replaceAll('\n', ' ');
    };
    try {
      expect(await told('up', '--detach')).toBe('+db +api +web');
      expect(await told('stop', '--all')).toBe('-web -api -db');
      expect(await told('start', '--all')).toBe('+db +api +web');
      expect(await told('restart', '--all')).toBe('-web -api -db +db +api +web');
      expect(await told('restart', '@back')).toBe('-api -db +db +api');
      expect(await told('stop', 'db', 'web')).toBe('-web -db');
      // What web itself depends on is up.
      expect((await told('start', '*b')).split(' ').sort()).toEqual(['+db', '+web']);
      expect(await told('down')).toBe('-web -api -db');
    } finally {
      await runProgram(['down'], project.folder);
    }
  });
});
