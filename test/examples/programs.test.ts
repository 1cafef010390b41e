import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { Project } from '../e2e/project.js';
import { runProgram } from '../e2e/run-program.js';
import { projectFolder } from '../house/source-tree.js';

const folder = join(projectFolder, 'examples/programs');
const run = promisify(execFile);

/** Starts one of the programs in the folder of a project; `until` waits for what it prints. */
function startIn(cwd: string, file: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(folder, file), ...args], {
    cwd,
    env: cleanEnvironment({ NODE_TEST_CONTEXT: undefined, ...env }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    until: (pattern: RegExp) => expect.poll(() => out, { interval: 20 }).toMatch(pattern),
    out: () => out,
  };
}

describe('the programs that know only the types and the documents', () => {
  it('compile, strictly', async () => {
    const { stdout } = await run(join(projectFolder, 'node_modules/.bin/tsc'), ['-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it('an orchestrator in a test suite passes', async () => {
    const program = startIn(folder, 'orchestrator.test.ts', []);
    expect([await program.ended, program.out()]).toEqual([0, expect.stringMatching(/pass 3[\s\S]*fail 0/)]);
  });

  it('a bot that restarts on memory, and a page that shows and steers', async () => {
    const hungry = `node -e 'const kept = Buffer.alloc(process.env.ONCE ? 0 : 150e6, 1); setInterval(() => kept.length, 1000)'`;
    using project = new Project({ hungry: { command: hungry }, small: { command: 'echo "<small>"; exec sleep 600' } });
    expect((await runProgram(['up', '-d'], project.folder)).code).toBe(0);
    const bot = startIn(project.folder, 'memory-bot.ts', ['120']);
    const page = startIn(project.folder, 'admin-page.ts', [], { PORT: '0' });
    try {
      await bot.until(/^hungry had 1\d\d MB: hungry restarted, pid \d+\n/);
      await page.until(/port: \d+/);
      const url = `http://127.0.0.1:${/port: (\d+)/.exec(page.out())![1]}`;
      const textOf = async (path: string, method = 'GET') => (await fetch(url + path, { method })).text();
      expect(await textOf('/')).toMatch(/<td>hungry<\/td>[\s\S]*<td>small<\/td><td>running<\/td>/);
      expect(await textOf('/small/log')).toContain('<small>');
      expect(await textOf('/small/restart', 'POST')).toMatch(/^small restarted, pid \d+$/);
      expect((await fetch(`${url}/smal/restart`, { method: 'POST' })).status).toBe(404);
      const { out } = await runProgram(['status', '--json', 'small', 'hungry'], project.folder);
      const exits = (JSON.parse(out) as { exit: { by: string } }[]).map(({ exit }) => exit.by);
      expect(exits).toEqual(['client:memory bot', 'client:admin page']);
    } finally {
      page.child.kill();
      expect((await runProgram(['down'], project.folder)).code).toBe(0);
    }
    expect(await bot.ended).toBe(0);
    expect(bot.out()).toMatch(/the watchdog has ended\n$/);
  });
});
