import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { completionsFor } from '../../../src/cli/commands/completions.js';
import { projectNames } from '../../../src/config/read/process-names.js';
import { cleanEnvironment } from '../../e2e/clean-environment.js';
import { builtProgram, Project } from '../../e2e/project.js';
import { runProgram } from '../../e2e/run-program.js';
import { Terminal } from '../../e2e/terminal.js';

const program = new Command('watchdog').argument('[names...]').option('-f, --file <file>');
program
  .command('status')
  .alias('ps')
  .description('show')
  .argument('[names...]')
  .option('--json', 'one document')
  .option('-f, --file <file>');
program.command('why').argument('<name>');
program.command('scale').argument('<name=number>');
program.command('down');
program
  .command('wait')
  .argument('<names...>')
  .addOption(new Option('--for <condition>').choices(['healthy', 'running']));
program.option('--profile <profile>');
program.command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
program.command('__complete', { hidden: true });

const asked: (readonly string[])[] = [];
function waysOf(...words: string[]): string {
  const { words: ways, files } = completionsFor(program, words, (named) => {
    asked.push(named);
    return { processes: ['api', 'api:test', 'db'], scalable: ['api'], groups: ['back'], profiles: ['full', 'fast'] };
  });
  return [...ways.map(({ word }) => word), ...(files ? ['FILES'] : [])].join(' ');
}

describe('a word goes on', () => {
  it.each<[words: string[], ways: string]>([
    [[''], 'status why scale down wait completion help api api:test db @back'],
    [['d'], 'down db'],
    [['status', '@'], '@back'],
    [['why', '@'], ''],
    [['--profile', ''], 'full fast'],
    [['--profile', 'fu'], 'full'],
    [['--profile=fu'], '--profile=full'],
    [['api', ''], 'api:test db @back'],
    [['status', 'a'], 'api api:test'],
    [['ps', 'api', 'api:'], 'api:test'],
    [['why', ''], 'api api:test db'],
    [['why', 'api', ''], ''],
    [['scale', ''], 'api='],
    [['scale', 'api=2', ''], ''],
    [['down', ''], ''],
    [['status', '--'], '--json --file --help'],
    [['status', '--json', 'd'], 'db'],
    [['wait', '--for', ''], 'healthy running'],
    [['wait', '--for=h'], '--for=healthy'],
    [['wait', '--for', 'healthy', 'd'], 'db'],
    [['--file', ''], 'FILES'],
    [['status', '--file=x'], 'FILES'],
    [['status', '--nonsense=x'], ''],
    [['completion', 'z'], 'zsh'],
  ])('%j', (words, ways) => {
    expect(waysOf(...words)).toBe(ways);
  });

  it('with the names of the files that are before it', () => {
    asked.length = 0;
    waysOf('-f', 'a.yaml', 'status', '--file=b.yaml', '');
    expect(asked).toEqual([['a.yaml', 'b.yaml']]);
  });
});

it('a process with replicas is offered by its name and by those of each', () => {
  using project = new Project({ api: { command: 'x', replicas: 2 }, db: { command: 'x', replicas: 'many' }, web: 7 });
  expect(projectNames([], project.folder)).toMatchObject({
    processes: ['api', 'api-1', 'api-2', 'db', 'web'],
    scalable: ['api'],
  });
});

/** A folder with the program under its name, to be put on PATH. */
function withProgram(project: Project): string {
  const bin = join(project.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'watchdog'), `#!/bin/sh\nexec "${process.execPath}" "${builtProgram}" "$@"\n`);
  chmodSync(join(bin, 'watchdog'), 0o755);
  return `${bin}${delimiter}${process.env.PATH}`;
}

const isInstalled = (shell: string): boolean => {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** How the user begins in a shell: without files of their own, with a short prompt, and with the script read. */
const shells: Readonly<Record<string, { readonly args: readonly string[]; readonly begin: string }>> = {
  bash: { args: ['--norc', '--noprofile', '-i'], begin: `PS1='> '; eval "$(watchdog completion bash)"; echo ready` },
  zsh: {
    args: ['-f', '-i'],
    begin: `PS1='> '; autoload -U compinit; compinit -u; eval "$(watchdog completion zsh)"; echo ready`,
  },
  fish: { args: ['--no-config'], begin: 'watchdog completion fish | source; echo ready' },
};

describe.each(Object.entries(shells))('in a real %s', (shell, { args, begin }) => {
  it.skipIf(!isInstalled(shell))(
    'Tab completes commands, processes, conditions and files, without a running watchdog',
    async () => {
      using project = new Project({ frontend: { command: 'x' }, 'dev:web': { command: 'x' }, 'dev:worker': { command: 'x' } });
      writeFileSync(join(project.folder, 'other-file.yaml'), 'processes: {elsewhere: {command: x}}');
      const env = { ...cleanEnvironment(), PATH: withProgram(project), HOME: project.folder };
      await using terminal = Terminal.start({ command: shell, args, cwd: project.folder, env });
      const shows = (line: string) => terminal.until((screen) => screen.some((each) => each.includes(line)), line);
      terminal.type(`${begin}\r`);
      await terminal.until((screen) => screen.some((line) => line.trim() === 'ready'), 'the prompt');
      const steps: readonly (readonly [typed: string, shown: string])[] = [
        ['watchdog resta\t', 'watchdog restart '],
        ['fro\t', 'watchdog restart frontend '],
        ['dev:we\t', 'watchdog restart frontend dev:web '],
        ['\x15watchdog wait x --for=heal\t', 'watchdog wait x --for=healthy'],
        ['\x15watchdog -f other-f\t', 'watchdog -f other-file.yaml'],
        ['status \x08 else\t', 'other-file.yaml status elsewhere'],
      ];
      for (const [typed, shown] of steps) {
        terminal.type(typed);
        await shows(shown);
      }
      terminal.type('\x15exit\r');
      await terminal.exited;
    },
  );
});

describe('completion', () => {
  it('completes the names of the file that it was given, where the line names none', async () => {
    using project = new Project({ api: { command: 'x' } });
    writeFileSync(join(project.folder, "it's.yaml"), 'processes: {elsewhere: {command: x}}');
    const { out } = await runProgram(['completion', 'bash', '-f', "it's.yaml"], project.folder);
    const [, asked] = /"\$\{words\[0\]\}" (__complete .*?)"\$\{words/.exec(out)!;
    const script = `watchdog ${asked} status ''; watchdog ${asked} -f watchdog.yaml status ''`;
    const env = { ...cleanEnvironment(), PATH: withProgram(project) };
    const answers = execFileSync('sh', ['-c', script], { cwd: '/', env, encoding: 'utf8' });
    expect(answers.split('\n')).toContain('elsewhere\tprocess');
    expect(answers).not.toContain('api\t');
  });

  it('prints a script for each shell, and refuses any other with 64', async () => {
    using project = new Project({});
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out } = await runProgram(['completion', shell], project.folder);
      expect(code).toBe(0);
      expect(out).toContain(`watchdog completion ${shell}`);
      expect(out).toContain('__complete -- ');
    }
    const refused = await runProgram(['completion', 'tcsh'], project.folder);
    expect(refused).toMatchObject({ code: 64, out: '', err: expect.stringContaining('Allowed choices are bash, zsh, fish') });
    expect((await runProgram(['--help'], project.folder)).out).not.toContain('__complete');
  });

  it('is silent where the configuration cannot be read', async () => {
    using project = new Project({});
    writeFileSync(join(project.folder, 'watchdog.yaml'), 'processes: {a: {command: [}, b');
    const { code, err } = await runProgram(['__complete', '--', 'status', ''], project.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((await runProgram(['__complete', '--', 'restart', ''], '/')).out).toBe('');
  });
});
