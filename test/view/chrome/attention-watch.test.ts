import { describe, expect, it } from 'vitest';
import type { Notification } from '../../../src/policy/process/attention.js';
import type { Notifier, NotifyBy } from '../../../src/ports/notifier.js';
import { AttentionWatch } from '../../../src/view/chrome/attention-watch.js';
import { press } from '../../../src/view/commands/press.js';
import { FakeSource } from '../../components/stage/fake-source.js';
import { sampleCircuit, sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { FakeContext } from '../fake-context.js';

class FakeNotifier implements Notifier {
  readonly notified: string[] = [];
  readonly bodies: string[] = [];
  readonly titles: string[] = [];

  notify({ title, body }: Notification, { bell, desktop }: NotifyBy): void {
    this.bodies.push(body);
    this.notified.push([title, ...(bell ? ['bell'] : []), ...(desktop ? ['desktop'] : [])].join(', '));
  }

  setTitle(text: string): void {
    this.titles.push(text);
  }

  close(): void {
    this.titles.push('the old one');
  }
}

function watch(by: NotifyBy = { bell: true, desktop: true }) {
  const clock = new FakeClock();
  const source = new FakeSource(clock, [sampleProcess('api'), sampleProcess('db')]);
  const notifier = new FakeNotifier();
  return { clock, source, notifier, watch: new AttentionWatch({ source, clock, notifier, by }) };
}

const failed = { state: 'failed', trouble: true } as const;

describe('A user outside of the screen', () => {
  it('is notified once, two seconds after the first of several troubles', () => {
    const { clock, source, notifier } = watch();
    source.change('api', failed);
    clock.advance(1500);
    source.change('db', { state: 'circuit_open', trouble: true, circuit: sampleCircuit({ state: 'open' }) });
    clock.advance(499);
    expect(notifier.notified).toEqual([]);
    clock.advance(1);
    expect(notifier.notified).toEqual(['shop: 2 processes need you, bell, desktop']);
    clock.advance(60_000);
    expect(notifier.notified).toHaveLength(1);
  });

  it('is notified of a later trouble in its own time where the first was mended', () => {
    const { clock, source, notifier } = watch();
    source.change('api', failed);
    clock.advance(1000);
    source.change('api', { state: 'running', trouble: false });
    clock.advance(500);
    source.change('db', failed);
    clock.advance(1999);
    expect(notifier.notified).toEqual([]);
    clock.advance(1);
    expect(notifier.notified).toEqual(['shop: db failed, bell, desktop']);
  });

  it('gets the cause, where it is known', () => {
    const { clock, source, notifier } = watch();
    const cause = { kind: 'port_in_use', what: 'port 3000 is in use', advice: 'stop it', port: 3000 } as const;
    const death = { at: clock.wallTime(), exit: { code: 1, signal: null }, cause };
    source.change('api', { ...failed, brief: 'exit code 1; autoRestart is false', death });
    clock.advance(2000);
    expect(notifier.bodies).toEqual(['port 3000 is in use (exit code 1)']);
  });

  it('reads in the title how many fail, written only when that changes', () => {
    const { source, notifier } = watch();
    source.change('api', failed);
    source.change('api', { ...failed, brief: 'other words' });
    source.change('db', failed);
    source.change('api', { state: 'running', trouble: false });
    source.change('db', { state: 'running', trouble: false });
    const failing = (count: number) => `watchdog shop: ${count} failing`;
    expect(notifier.titles).toEqual(['watchdog shop', failing(1), failing(2), failing(1), 'watchdog shop']);
  });

  it('is notified by what the configuration names, and by neither until B where it names none', () => {
    const bell = watch({ bell: true, desktop: false });
    bell.source.change('api', failed);
    bell.clock.advance(2000);
    expect(bell.notifier.notified).toEqual(['shop: api failed, bell']);
    const none = watch({ bell: false, desktop: false });
    none.source.change('api', failed);
    none.clock.advance(2000);
    expect(none.notifier.notified).toEqual([]);
    expect(none.watch.toggle()).toBe(true);
    none.source.change('db', failed);
    none.clock.advance(2000);
    expect(none.notifier.notified).toEqual(['shop: db failed, bell, desktop']);
  });

  it('is not notified after B, nor of what a shutdown brings; at the end the title is the old one', () => {
    const { clock, source, notifier, watch: attention } = watch();
    const ctx = new FakeContext('api');
    ctx.toggleAttention = () => attention.toggle();
    press('B', ctx);
    expect(ctx.ui.toasts.at(-1)?.text).toBe('bell and notifications are off until the next start');
    source.change('api', failed);
    clock.advance(2000);
    press('B', ctx);
    expect(ctx.ui.toasts.at(-1)?.text).toBe('bell and notifications are on');
    source.change('db', failed);
    attention.rest();
    clock.advance(2000);
    expect(notifier.notified).toEqual([]);
    attention.close();
    expect(notifier.titles.at(-1)).toBe('the old one');
    expect(clock.pending).toBe(0);
  });
});
