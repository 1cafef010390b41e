import { describe, expect, it } from 'vitest';
import { PaneLogs } from '../../../src/view/log/pane-search.js';
import { allLogs } from '../../../src/view/log/panes.js';
import { FakeSource } from '../../components/stage/fake-source.js';
import { runningProcess } from '../../components/stage/sample-processes.js';
import { FakeClock } from '../../ports/fake-clock.js';

/** A clock on which a millisecond passes with each reading. */
class WorkingClock extends FakeClock {
  looks = 0;

  override now(): number {
    this.looks += 1;
    return super.now() + this.looks;
  }
}

const all = { filter: '', stderrOnly: false, clearedTo: 0, search: '' };

function sourceWith(clock: FakeClock, lines: number): FakeSource {
  const source = new FakeSource(
    clock,
    ['api', 'db'].map((name) => runningProcess(name, 0, 1)),
    100_000,
  );
  for (let line = 0; line < lines; line += 1) source.log('api').add(`line ${line}`, 'stdout', line);
  return source;
}

describe('The logs of the panes', () => {
  it('are searched in slices between which the program is free, and say so when there is more', () => {
    const clock = new WorkingClock();
    const logs = new PaneLogs(sourceWith(clock, 500), clock);
    const pane = logs.open('api', 'api', { ...all, search: '9' });
    expect(pane.isComplete).toBe(false);
    let told = 0;
    using _watching = { [Symbol.dispose]: logs.watch('api', () => (told += 1)) };
    const first = pane.hits!.length;
    clock.advance(2);
    expect(pane.hits!.length).toBeGreaterThanOrEqual(first);
    let slices = 0;
    for (; !pane.isComplete; slices += 1) clock.advance(2);
    expect(slices).toBeGreaterThan(3);
    expect([pane.hits!.length, told > 0, clock.pending]).toEqual([95, true, 0]);
  });

  it('are not searched again for being opened again, and take in what came while they were closed', () => {
    const clock = new FakeClock();
    const source = sourceWith(clock, 10);
    const logs = new PaneLogs(source, clock);
    const wish = { ...all, filter: '!5' };
    const pane = logs.open('api', 'api', wish);
    const { read } = source.log('api');
    expect(logs.open('api', 'api', wish)).toBe(pane);
    expect([source.log('api').read, pane.list.length]).toEqual([read, 9]);
    source.write('api', ['more']);
    expect(logs.open('api', 'api', wish).list.length).toBe(10);
  });

  it('of all are one, and notify only those who watch', () => {
    const clock = new FakeClock();
    const source = sourceWith(clock, 2);
    source.log('db').add('from db', 'stdout', 1);
    const logs = new PaneLogs(source, clock);
    let told = 0;
    const stop = logs.watch('all', () => (told += 1));
    const pane = logs.open('all', allLogs, all);
    expect(pane.list.lines(0, 9).map(({ text }) => text)).toEqual(['line 0', 'line 1', 'from db']);
    source.write('db', ['again']);
    expect([pane.list.length, told]).toEqual([4, 1]);
    stop();
    source.write('db', ['and again']);
    expect(told).toBe(1);
  });
});
