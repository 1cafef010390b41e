import { describe, expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

const once = { command: 'echo here', autoRestart: false };
const processes = {
  db: { ...once, group: 'back' },
  api: { ...once, group: 'back', dependsOn: { db: 'completed' } },
  web: once,
  mail: { ...once, profiles: ['full'], group: 'back', dependsOn: { relay: 'completed' } },
  relay: { ...once, profiles: ['other'] },
  bench: { ...once, profiles: ['measure', 'full'] },
};

/** The processes that were started, in the order of the alphabet. */
async function startedBy(...args: string[]): Promise<string[]> {
  using project = new Project(processes);
  const { out, err } = await runProgram(['up', '--headless', '--exit-when-done', ...args], project.folder);
  expect(err).not.toContain('internal error');
  return [...new Set(out.split('\n').flatMap((line) => (line.includes('|') ? [line.split('|')[0]!.trim()] : [])))].sort();
}

describe('profiles and several names, with real processes', () => {
  it.each<[args: string[], started: string[]]>([
    [[], ['api', 'db', 'web']],
    [
      ['--profile', 'full'],
      ['api', 'bench', 'db', 'mail', 'relay', 'web'],
    ],
    [
      ['--profile', 'measure', '--profile', 'other'],
      ['api', 'bench', 'db', 'relay', 'web'],
    ],
    [
      ['web', '--profile', 'measure'],
      ['bench', 'web'],
    ],
    [['mail'], ['mail', 'relay']],
    [['@back'], ['api', 'db']],
    [
      ['w*', 'd?'],
      ['db', 'web'],
    ],
    [
      ['@back', '--profile', 'other'],
      ['api', 'db', 'relay'],
    ],
  ])('up %j starts %j', async (args, started) => {
    expect(await startedBy(...args)).toEqual(started);
  });

  it.each([
    [['--profile', 'ful'], 'no process has the profile "ful"; did you mean "full"?'],
    [['@bak'], 'no group is called "@bak"; did you mean "@back"?'],
    [['x*'], 'no process matches "x*"'],
    [['ben*'], 'no process matches "ben*"; all that it means have profiles of which none is active'],
  ])('up %j is refused', async (args, text) => {
    using project = new Project(processes);
    const { err, code } = await runProgram(['up', '--headless', ...args], project.folder);
    expect([code, err]).toEqual([64, expect.stringContaining(text)]);
  });

  it('are the same for a running watchdog, whose --all leaves out what no profile starts', async () => {
    const stay = { command: 'exec sleep 600' };
    using project = new Project({
      db: { ...stay, group: 'back' },
      api: { ...stay, group: 'back', dependsOn: ['db'] },
      web: stay,
      mail: { ...stay, profiles: ['full'] },
      bench: { ...stay, profiles: ['measure'], group: 'back' },
    });
    const statesOf = async (...names: string[]): Promise<Record<string, string>> => {
      const { out } = await runProgram(['status', '--json', ...names], project.folder);
      return Object.fromEntries((JSON.parse(out) as { name: string; state: string }[]).map(({ name, state }) => [name, state]));
    };
    const detached = await runProgram(['up', '--detach', '--profile', 'full', '@back'], project.folder);
    expect(detached.code).toBe(0);
    try {
      expect(await statesOf()).toEqual({ db: 'running', api: 'running', web: 'stopped', mail: 'running', bench: 'stopped' });
      expect(await statesOf('@back', 'w*')).toEqual({ db: 'running', api: 'running', web: 'stopped' });
      const stopped = await runProgram(['stop', '@back'], project.folder);
      expect(stopped.err.trim().split('\n')).toEqual(['db stopped', 'api stopped']);
      const { out } = await runProgram(['events', '--json'], project.folder);
      const events = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { event: string; name?: string });
      expect(events.flatMap(({ event, name }) => (event === 'stopped' ? [name] : []))).toEqual(['api', 'db']);
      await runProgram(['start', '--all'], project.folder);
      expect(await statesOf()).toMatchObject({ db: 'running', web: 'running', bench: 'stopped' });
      const why = await runProgram(['why', '@back'], project.folder);
      expect([why.code, why.err]).toEqual([64, expect.stringContaining('this is about one process; give its name: ')]);
      await runProgram(['start', 'bench'], project.folder);
      expect(await statesOf('bench')).toEqual({ bench: 'running' });
    } finally {
      await runProgram(['down'], project.folder);
    }
  });
});
