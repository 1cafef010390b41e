import { describe, expect, it } from 'vitest';
import { paletteEntries } from '../../../src/view/commands/palette.js';
import { press } from '../../../src/view/commands/press.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeContext } from '../fake-context.js';

const url = 'http://localhost:23117/';

function context(selected: string): FakeContext {
  const ctx = new FakeContext(selected);
  const replica = { replicaOf: 'api', group: 'api' } as const;
  ctx.processes = [
    sampleProcess('db'),
    runningProcess('web', ctx.now, 5000, { url }),
    runningProcess('api-1', ctx.now, 5000, replica),
    runningProcess('api-2', ctx.now, 5000, replica),
    sampleProcess('job-1', { replicaOf: 'job', group: 'job' }),
  ];
  return ctx;
}

const toastOf = ({ ui }: FakeContext): string | undefined => ui.toasts.at(-1)?.text;

describe('O', () => {
  it('opens the URL of the selected process', () => {
    const ctx = context('web');
    press('O', ctx);
    expect(ctx.did).toEqual([`open ${url} of web`]);
  });

  it('says what gives a process a URL where it has none', () => {
    const ctx = context('db');
    press('O', ctx);
    expect(ctx.did).toEqual([]);
    expect(toastOf(ctx)).toBe('db has no URL: it has printed none, and watchdog.yaml gives it no port and no url');
  });
});

describe('replicas', () => {
  it('grow by one with +, whichever is selected, or their heading', () => {
    const ctx = context('api-1');
    press('+', ctx);
    ctx.dispatch({ type: 'table', change: { type: 'group', group: 'api' } });
    press('+', ctx.snapshot);
    expect(ctx.did).toEqual(['scale api=3', 'scale api=3']);
  });

  it('lose the last one with -, after a question where it runs', () => {
    const ctx = context('api-1');
    press('-', ctx);
    expect(ctx.did).toEqual([]);
    press('y', ctx);
    expect(ctx.did).toEqual(['scale api=1']);
  });

  it('keep the only one, and are of no other process', () => {
    const ctx = context('job-1');
    press('-', ctx);
    expect(toastOf(ctx)).toBe('job-1 is the only replica');
    ctx.dispatch({ type: 'select', name: 'db' });
    press('+', ctx.snapshot);
    expect(toastOf(ctx)).toBe('db has no replicas; "replicas:" in watchdog.yaml gives it some');
    ctx.scale = undefined;
    ctx.dispatch({ type: 'select', name: 'job-1' });
    press('+', ctx.snapshot);
    expect(toastOf(ctx)).toBe('replicas cannot be changed from here');
    expect(ctx.did).toEqual([]);
  });

  it('of a service of a Swarm grow with + and shrink with - after a question, as far as the Swarm lets them', () => {
    const ctx = context('db');
    const service = { kind: 'service', state: 'running', pid: null } as const;
    ctx.processes = [
      sampleProcess('service:web', { ...service, replicas: 3 }),
      sampleProcess('service:one', { ...service, replicas: 1 }),
      sampleProcess('service:agent', service),
    ];
    ctx.dispatch({ type: 'select', name: 'service:web' });
    press('+', ctx.snapshot);
    press('-', ctx);
    expect(ctx.did).toEqual(['scale service:web=4']);
    const { overlay } = ctx.ui;
    expect(overlay).toMatchObject({ question: { about: 'scale', name: 'service:web', count: 2, last: null } });
    press('y', ctx);
    expect(ctx.did).toEqual(['scale service:web=4', 'scale service:web=2']);
    ctx.dispatch({ type: 'select', name: 'service:one' });
    press('-', ctx.snapshot);
    expect(toastOf(ctx)).toBe('service:one has one replica; {process.stop} stops it');
    ctx.dispatch({ type: 'select', name: 'service:agent' });
    press('+', ctx.snapshot);
    expect(toastOf(ctx)).toBe('service:agent cannot be scaled: it runs on every node, is a job, or is not there');
    const texts = paletteEntries(ctx.snapshot).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('a replica'))).toEqual([
      'add a replica of service:web',
      'remove a replica of service:web',
      'add a replica of service:one',
    ]);
  });

  it('are scaled in the palette, where each command is once', () => {
    const texts = paletteEntries(context('db').snapshot).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('replica'))).toEqual([
      'add a replica of api',
      'remove a replica of api',
      'add a replica of job',
    ]);
    expect(texts.filter((text) => text.startsWith('open URL'))).toEqual(['open URL of web']);
  });
});
