import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Headless } from '../../../src/cli/run/headless.js';
import { ContainerStage } from '../../api/container-stage.js';

beforeEach(() => {
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('FORCE_COLOR', undefined);
});
async function printing(stage: ContainerStage, hasContainers = true) {
  const printed = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const { watchdog, clock } = stage;
  const headless = await Headless.open({ watchdog, clock, out: sink('out'), err: sink('err'), hasContainers });
  return { headless, printed };
}

/** A stage on which these processes run. */
async function withProcesses(...names: string[]) {
  const stage = new ContainerStage();
  for (const name of names) stage.watchdog.register({ name, command: name });
  const { headless, printed } = await printing(stage, false);
  for (const name of names) void stage.watchdog.start(name);
  await stage.settle();
  const says = (name: string, text: string) => {
    const child = stage.spawner.children.find(({ spec }) => spec.command === name);
    child?.print(text);
  };
  return { stage, headless, printed, says };
}

describe('the output of processes', () => {
  it('has names of one width in front, however wide their characters are', async () => {
    const { printed, says } = await withProcesses('api', '日本語', 'été');
    says('api', 'a\n');
    says('日本語', 'b\n');
    says('été', 'c\n');
    expect(printed.out).toBe('api    | a\n日本語 | b\nété    | c\n');
  });

  it('is printed up to its last word when the process ends, and after a second in which nothing comes', async () => {
    const { stage, printed, says } = await withProcesses('api', 'ask');
    says('api', 'last words');
    stage.spawner.children[0]?.exit({ code: 1 });
    await stage.advance(100);
    expect(printed.out).toBe('api | last words\n');
    says('ask', 'Sure? ');
    await stage.advance(999);
    expect(printed.out).toBe('api | last words\n');
    await stage.advance(1);
    expect(printed.out).toBe('api | last words\nask | Sure? \n');
  });

  it('leaves nothing out where children can wait: they are held back until a slow reader has taken what waits', async () => {
    const stage = new ContainerStage();
    stage.watchdog.register({ name: 'api', command: 'api' });
    const events: string[] = [];
    const out = new EventEmitter() as EventEmitter & { writableLength: number; write(text: string): void };
    out.writableLength = 0;
    let printed = '';
    out.write = (text) => {
      printed += text;
      out.writableLength += text.length;
    };
    const children = { hold: () => events.push('hold'), release: () => events.push('release') };
    const { watchdog, clock } = stage;
    await Headless.open({ watchdog, clock, out, err: { write: () => {} }, hasContainers: false, children });
    void watchdog.start('api');
    await stage.settle();
    const line = `${'x'.repeat(99)}\n`;
    // Far more than is left out elsewhere.
    for (let count = 0; count < 400; count++) stage.spawner.children[0]!.print(line.repeat(500));
    expect(events).toEqual(['hold']);
    expect(printed.length).toBeGreaterThan(20_000_000);
    out.writableLength = 0;
    out.emit('drain');
    expect(events).toEqual(['hold', 'release']);
    for (let count = 0; count < 40; count++) stage.spawner.children[0]!.print(line.repeat(500));
    out.emit('error', new Error('EPIPE'));
    expect(events).toEqual(['hold', 'release', 'hold', 'release']);
  });

  it('has no payload of a string for the terminal that is never ended, however long, and says how much is left out', async () => {
    const { headless, printed, says } = await withProcesses('api');
    says('api', 'before\n\x1b');
    for (let count = 0; count < 40; count += 1) says('api', `${count === 0 ? ']52;c;' : ''}${'x'.repeat(5000)}`);
    says('api', '\nafter\n');
    headless.close();
    expect(printed.out).toBe('api | before\napi | \napi | after\n');
    expect(printed.err).toMatch(/^watchdog: api: 19\d{4} bytes of a control string for a terminal are left out$/m);
  });

  it('is printed up to its last word at the end of the run', async () => {
    const { headless, printed, says } = await withProcesses('api');
    says('api', 'half');
    headless.close();
    expect(printed.out).toBe('api | half\n');
  });
});

describe('the output of containers', () => {
  it('is printed from now on, with their names in front', async () => {
    const stage = new ContainerStage();
    stage.engine.make('redis');
    stage.watchdog.register({ name: 'api', command: 'api' });
    const { printed } = await printing(stage);
    const before = stage.clock.wallTime() - 1;
    await stage.monitor();
    const log = stage.engine.logsOpened[0];
    log?.took({ stream: 'stdout', chunk: Buffer.from('old\n'), time: before });
    log?.took({ stream: 'stdout', chunk: Buffer.from('new\n'), time: before + 1 });
    log?.took({ stream: 'stderr', chunk: Buffer.from('whenever\n') });
    expect(printed.out).toBe('container:redis | new\ncontainer:redis | whenever\n');
    expect(printed.err).toContain('watchdog: container:redis: running for');
    void stage.watchdog.start('api');
    await stage.settle();
    stage.spawner.children[0]?.print('up\n');
    expect(printed.out).toContain('\napi             | up\n');
  });

  it('is printed up to the last word of a container that ends', async () => {
    const stage = new ContainerStage();
    stage.engine.make('redis');
    const { printed } = await printing(stage);
    await stage.monitor();
    stage.engine.logsOpened[0]?.took({ stream: 'stdout', chunk: Buffer.from('last words') });
    stage.engine.crash('redis');
    await stage.advance(100);
    expect(printed.out).toBe('container:redis | last words\n');
  });

  it('is waited for where there is nothing else', async () => {
    const stage = new ContainerStage();
    expect((await printing(stage)).printed.err).toBe('');
    expect((await printing(stage, false)).printed.err).toContain('no processes; add some');
  });
});
