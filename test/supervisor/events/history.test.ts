import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EventHistory } from '../../../src/supervisor/events/history.js';
import type { WatchdogEvents } from '../../../src/supervisor/events/table.js';
import { Stage } from '../../api/stage.js';
import { FakeClock } from '../../ports/fake-clock.js';

describe('The history of events', () => {
  it('keeps the last thousand, and those to come in order', () => {
    const emitter = new EventEmitter<WatchdogEvents>();
    const history = new EventHistory(emitter, new FakeClock());
    const seen: number[] = [];
    history.onRecord(({ seq }) => seen.push(seq));
    for (let count = 0; count < 2500; count += 1) emitter.emit('starting', { name: 'api' });
    expect(history.records.map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, index) => 1500 + index));
    expect(seen).toHaveLength(2500);
    expect(history.records).toBe(history.records);
  });

  it('does not lose what happened over health checks that pass', () => {
    const emitter = new EventEmitter<WatchdogEvents>();
    const history = new EventHistory(emitter, new FakeClock());
    emitter.emit('started', { name: 'api', pid: 42 });
    for (let count = 0; count < 5000; count += 1) emitter.emit('health_ok', { name: 'api' });
    emitter.emit('health_failed', { name: 'api', failures: 1, error: 'HTTP 503' });
    const events = history.records.map(({ event }) => event);
    expect([events[0], events.at(-1), events.length]).toEqual(['started', 'health_failed', 202]);
  });

  it('has notices too', async () => {
    const stage = new Stage().register();
    const history = new EventHistory(stage.watchdog, stage.clock);
    stage.watchdog.reload([]);
    expect(history.records.filter(({ event }) => event === 'notice')).toEqual([
      { seq: 0, at: stage.clock.wallTime(), event: 'notice', name: null, text: stage.noticed[0] },
    ]);
  });
});
