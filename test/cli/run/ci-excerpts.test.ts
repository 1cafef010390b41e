import { describe, expect, it, vi } from 'vitest';
import { excerptsAtEnd } from '../../../src/cli/run/ci-excerpts.js';
import type { ShutdownReport } from '../../../src/supervisor/shutdown.js';
import { Stage } from '../../api/stage.js';

/** What is said at the end of a run on such a machine, in which a process with this name has died with these lines. */
async function saidAtEnd(
  environment: Readonly<Record<string, string>>,
  name = 'job',
  lines: readonly string[] = ['Error: broken'],
) {
  const stage = new Stage();
  stage.watchdog.register({ name, command: 'job', autoRestart: false });
  const ends: ((report: ShutdownReport) => void)[] = [];
  excerptsAtEnd(stage.watchdog, { atEnd: (act) => void ends.push(act) }, environment);
  void stage.watchdog.start(name);
  await stage.advance(1);
  const child = stage.spawner.living.at(-1)!;
  for (const line of lines) child.print(`${line}\n`);
  child.exit({ code: 1 });
  await stage.advance(1000);
  let said = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  for (const end of ends) end({ stopped: [], killed: [], left: [] });
  write.mockRestore();
  return said;
}

describe('The excerpt of a failure on a machine that builds', () => {
  it.each([
    [
      'GitHub',
      { CI: 'true', GITHUB_ACTIONS: 'true' },
      /^::group::job: exit code 1\n(?: {2}.*\n)*\| Error: broken\n::endgroup::\n$/,
    ],
    [
      'GitLab',
      { CI: 'true', GITLAB_CI: 'true' },
      /^\x1b\[0Ksection_start:\d{10}:(\w+)\[collapsed=true\]\r\x1b\[0Kjob: exit code 1\n(?: {2}.*\n)*\| Error: broken\n\x1b\[0Ksection_end:\d{10}:\1\r\x1b\[0K\n$/,
    ],
    ['Azure', { TF_BUILD: 'True' }, /^##\[group\]job: exit code 1\n(?: {2}.*\n)*\| Error: broken\n##\[endgroup\]\n$/],
    ['Buildkite', { CI: 'true', BUILDKITE: 'true' }, /^--- job: exit code 1\n(?: {2}.*\n)*\| Error: broken\n$/],
    ['any other', { CI: '1' }, /^--- job: exit code 1\n(?: {2}.*\n)*\| Error: broken\n$/],
  ])('is folded as %s documents it', async (_machine, environment, folded) => {
    expect(await saidAtEnd(environment)).toMatch(folded);
  });

  it.each([[{}], [{ CI: 'false' }], [{ CI: '' }], [{ CI: '0' }]])('is not there on another machine: %j', async (environment) => {
    expect(await saidAtEnd(environment)).toBe('');
  });

  it('is no command to the machine, whatever the process is called and writes', async () => {
    const lines = [
      '::set-output name=a::b',
      '  ::error::x',
      'a ##[error]b',
      '##vso[task.setvariable variable=x]y',
      '+++ open',
      '--- x',
    ];
    for (const environment of [{ GITHUB_ACTIONS: 'true' }, { TF_BUILD: 'True' }, { BUILDKITE: 'true' }]) {
      const said = await saidAtEnd(environment, '50%0A::error::##[x]', lines);
      const own = /^(::group::50%250A::error::# #\[x\]: .*|::endgroup::|##\[group\].*# #\[x\]: .*|##\[endgroup\]|--- 50%.*)$/;
      const others = said.split('\n').filter((line) => !own.test(line));
      expect(others.filter((line) => /^\s*::|##\w*\[|^[+~-]{3}/.test(line))).toEqual([]);
      expect(others.filter((line) => line.startsWith('| '))).toHaveLength(lines.length);
    }
  });
});
