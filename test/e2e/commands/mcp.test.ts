import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProgramRun } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { cleanEnvironment } from '../clean-environment.js';
import { builtProgram, Project } from '../project.js';
import { runProgram } from '../run-program.js';
import { type Era, McpClient } from './mcp-client.js';

const node = JSON.stringify(process.execPath);
const idle = `exec ${node} -e 'setInterval(() => {}, 1e6)'`;

function shownNumbers(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line) => / line (\d+)$/.exec(line)?.[1] ?? []).map(Number);
}

describe('watchdog mcp', () => {
  it.each(['legacy', 'modern'] as const)('serves a client of the %s handshake beside an open dashboard', async (era: Era) => {
    using project = new Project({
      web: { command: idle },
      api: {
        command: `${node} -e 'console.error("\\x1b[31mError: listen EADDRINUSE: address already in use :::3000"); process.exit(1)'`,
        autoRestart: false,
        healthCheck: { tcp: 1 },
      },
      late: { command: idle, dependsOn: { api: 'healthy' } },
      last: { command: idle, dependsOn: { late: 'started' } },
    });
    await using terminal = project.open();
    await terminal.until((screen) => screen.join('\n').includes('port 3000 is in use'), 'the cause on the screen');
    await using agent = await McpClient.connect(project.folder, ['--control'], { era });

    const { processes } = await agent.call('list_processes');
    expect(processes.map(({ name }: { name: string }) => name)).toEqual(['api', 'late', 'last', 'web']);
    expect(processes[0]).toMatchObject({ state: 'failed', restarts: 0, url: null, stale: null });

    const explained = await agent.call('explain', { name: 'api' });
    expect(explained).toMatchObject({ state: 'failed', last_exit: { code: 1, by: 'itself' } });
    expect(explained.cause).toContain('port 3000 is in use');
    expect(explained.error_lines[0]).toContain('EADDRINUSE');
    const crashes = await agent.client.readResource({ uri: 'watchdog://crashes/api' });
    expect((crashes.contents[0] as { text: string }).text).toContain('"text":"Error: listen EADDRINUSE');
    const waiting = await agent.call('explain', { name: 'late' });
    expect(waiting.root).toMatchObject({ name: 'api', cause: explained.cause });
    const chained = await agent.call('explain', { name: 'last' });
    expect(chained.root).toMatchObject({ name: 'api', cause: explained.cause });

    const { outcomes } = await agent.call('restart', { names: ['web'] });
    expect(outcomes[0]).toMatchObject({ name: 'web', ok: true });
    await terminal.until((screen) => screen.join('\n').includes('restart by claude-code'), 'who did it');
    const { events } = await agent.call('read_events');
    expect(events.join('\n')).toMatch(/web: restart by claude-code[\s\S]*web: ended with [^\n]*claude-code/);
    expect(JSON.parse((await runProgram(['status', 'web', '--json'], project.folder)).out)[0].exit.by).toBe('client:claude-code');
    await runProgram(['down'], project.folder);
    await terminal.exited;
    const noWatchdog = 'no watchdog runs here; start one with: watchdog up (in the background: watchdog up --detach)';
    expect(await agent.text('list_processes')).toEqual({ isError: true, text: noWatchdog });
  });

  it('refuses what changes something without --control, and does not list it', async () => {
    using project = new Project({ web: { command: idle } });
    await using _run = await ProgramRun.up(project.folder);
    await using agent = await McpClient.connect(project.folder);
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'list_processes',
      'explain',
      'read_logs',
      'search_logs',
      'read_events',
      'wait_for',
    ]);
    for (const { description } of tools) expect(description!.split('\n')).toHaveLength(2);
    for (const name of ['start', 'stop', 'restart', 'reset', 'reload'])
      await expect(agent.client.callTool({ name, arguments: { names: ['web'] } })).rejects.toThrow(name);
    expect((await agent.text('explain', { name: 'wep' })).text).toBe('no process is called "wep"; did you mean "web"?');
    for (const kind of ['logs', 'crashes'])
      await expect(agent.client.readResource({ uri: `watchdog://${kind}/wep` })).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining('did you mean "web"?'),
      });
    expect((await agent.text('read_logs', { since: 'soon' })).text).toContain('such as 30s');
    expect((await agent.text('read_logs', { grep: '(' })).isError).toBe(true);
    const longest = await agent.call('search_logs', { query: `/${'a'.repeat(997)}/i` });
    expect(longest).toEqual({ matches: [], total: 0 });
    expect(await agent.text('search_logs', { query: '/(/' })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^query: /),
    });
  });

  it('ends with its stdin, also while the watchdog owes it an answer', async () => {
    using project = new Project({ web: { command: idle } });
    const state = join(project.folder, '.watchdog');
    mkdirSync(state, { mode: 0o700 });
    const mute = createServer(() => {}).listen(join(state, 'watchdog.sock'));
    await once(mute, 'listening');
    const server = spawn(process.execPath, [builtProgram, 'mcp'], {
      cwd: project.folder,
      env: cleanEnvironment(),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    using _gone = {
      [Symbol.dispose]: () => {
        server.kill('SIGKILL');
        mute.close();
      },
    };
    const ended = once(server, 'exit');
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    await once(server.stdout, 'data');
    const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_processes', arguments: {} } };
    const asked = once(mute, 'connection');
    server.stdin.write(`${JSON.stringify(call)}\n`);
    await asked;
    server.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it('reads a flood by cursors, nothing twice and gaps counted, in answers of the size that is asked for', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ loud: { command: stage.commandLine, logs: { lines: 3000, file: false } } });
    await using _run = await ProgramRun.up(project.folder);
    await using agent = await McpClient.connect(project.folder);
    const loud = await stage.next();
    let printed = 0;
    const print = (count: number): Promise<void> =>
      loud.print(Array.from({ length: count }, () => `line ${printed++}\n`).join(''));
    const seen: number[] = [];
    let gone = 0;
    let next: string | undefined;
    for (let call = 0; call < 20 || gone === 0; call += 1) {
      // More than an answer holds comes before each, and now and then more than is kept.
      await print(call % 5 === 3 ? 4000 : 300);
      const { text } = await agent.text('read_logs', { after: next, tail: 500, max_bytes: 8192, name: 'loud' });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192);
      const page = JSON.parse(text);
      // The lines before those of the first answer were not asked for.
      if (next !== undefined) gone += page.missed?.loud ?? 0;
      seen.push(...shownNumbers(page.lines));
      next = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(gone).toBeGreaterThan(0);
    expect(seen.at(-1)! - seen[0]! + 1).toBe(seen.length + gone);
    const other = await agent.call('read_logs', { after: Buffer.from('["earlier",{}]').toString('base64url'), tail: 1 });
    expect(other).toMatchObject({ started_over: true, lines: [expect.stringMatching(/ line \d+$/)] });
  });

  it('folds, filters before tail, finds what tells most, and gives no secret and no control sequence', async () => {
    using project = new Project({
      api: {
        command: [
          `${node} -e 'for (let i = 0; i < 214; i++) console.log("tick")'`,
          `echo "connected to cache 1"; echo "connected to cache 2"`,
          `echo "\\033[31mERROR\\033[0m cannot connect: bad token $API_TOKEN"`,
          `printf %s "me:$API_TOKEN" | base64; echo "listening on 3000"`,
          idle,
        ].join('; '),
        env: { API_TOKEN: 'hunter2-hunter2' },
      },
    });
    await using _run = await ProgramRun.up(project.folder);
    await using agent = await McpClient.connect(project.folder);
    const whole = await eventually(async () => {
      const read = await agent.call('read_logs', { name: 'api' });
      expect(read.lines.join('\n')).toContain('listening');
      return read.lines.join('\n');
    });
    expect(whole).toMatch(/^\d\d:\d\d:\d\d\.\d{3} api stdout: tick ×214$/m);
    expect(whole).toContain('ERROR cannot connect: bad token ***');
    expect(whole).not.toContain('hunter2');
    expect(whole).not.toContain(Buffer.from('me:hunter2-hunter2').toString('base64').slice(4, 16));
    const errors = await agent.call('read_logs', { level: 'error', tail: 1 });
    expect(errors.lines).toEqual([expect.stringContaining('ERROR cannot connect')]);
    const ticks = await agent.call('read_logs', { grep: '^ti.k$', tail: 1 });
    expect(ticks.lines).toEqual([expect.stringContaining('tick ×214')]);

    const found = await agent.call('search_logs', { query: 'CONNECT' });
    expect(found.total).toBe(3);
    expect(found.matches[0]).toMatchObject({
      line: expect.stringContaining('cannot connect'),
      before: ['connected to cache 1', 'connected to cache 2'],
    });
    expect(found.matches[1]).toMatchObject({ line: expect.stringContaining('cache 2'), alike: 2 });
    expect((await agent.call('search_logs', { query: '/cache \\d/' })).total).toBe(2);
    expect((await agent.call('search_logs', { query: 'hunter2' })).total).toBe(0);

    const { contents } = await agent.client.readResource({ uri: 'watchdog://logs/api' });
    expect((contents[0] as { text: string }).text).toContain('tick ×214');
    const { resources } = await agent.client.listResources();
    expect(resources.map(({ uri }) => uri).sort()).toEqual([
      'watchdog://crashes/api',
      'watchdog://logs/api',
      'watchdog://status',
    ]);
  });

  it('waits, says why not, and stays as small as it was over a thousand calls', async () => {
    using project = new Project({ web: { command: idle }, off: { command: idle, autoStart: false } });
    await using _run = await ProgramRun.up(project.folder);
    // V8 collects garbage when it likes to; with a small heap what still grows is kept by somebody.
    const env = { NODE_OPTIONS: '--max-old-space-size=40 --max-semi-space-size=1' };
    await using agent = await McpClient.connect(project.folder, [], { env });
    expect(await agent.call('wait_for', { names: ['web'] })).toEqual({ holds: true });
    const not = await agent.call('wait_for', { names: ['web', 'off'], condition: 'running', timeout_s: 0.1 });
    expect(not).toMatchObject({ holds: false, not: [{ name: 'off', state: 'stopped' }] });
    const calls = async (count: number): Promise<void> => {
      for (let call = 0; call < count; call += 20)
        await Promise.all(Array.from({ length: 20 }, () => agent.call('list_processes')));
    };
    await calls(600);
    const before = residentKb(agent.pid);
    await calls(1000);
    expect(residentKb(agent.pid) - before).toBeLessThan(20_000);
    expect(agent.stderr).not.toContain('mcp:');
  });

  it('prints what the usual clients want', async () => {
    using project = new Project({});
    const { out } = await runProgram(['mcp', '--print-config', '--control'], project.folder);
    expect(out).toContain('claude mcp add --scope project watchdog -- watchdog mcp --control');
    expect(out).toContain('args = ["mcp", "--control"]');
  });
});

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);
}
