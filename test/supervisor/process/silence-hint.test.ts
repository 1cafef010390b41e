import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/supervisor/events/notice.js';
import { SilenceHint, silenceMs } from '../../../src/supervisor/process/silence-hint.js';
import { FakeClock } from '../../ports/fake-clock.js';

function stage() {
  const clock = new FakeClock();
  const notices: Notice[] = [];
  return { clock, notices, hint: new SilenceHint(clock, (notice) => notices.push(notice)) };
}

describe('a process that is known to buffer', () => {
  const spec = { command: 'tail -f a | grep x', args: [], env: {} };

  it('gets a hint once when it is silent', () => {
    const { clock, notices, hint } = stage();
    hint.started('api', spec);
    clock.advance(silenceMs);
    hint.started('api', spec);
    clock.advance(silenceMs);
    expect(notices).toEqual([
      { name: 'api', text: expect.stringMatching(/^no output for 20s; grep keeps .*tty: true shows it/), trouble: false },
    ]);
  });

  it('is known as silent for as long as it is', () => {
    const { clock, hint } = stage();
    hint.started('api', spec);
    clock.advance(silenceMs - 1);
    expect(hint.silentProgram).toBeUndefined();
    clock.advance(1);
    expect(hint.silentProgram).toBe('grep');
    hint.ended();
    expect(hint.silentProgram).toBeUndefined();
    hint.started('api', spec);
    clock.advance(silenceMs);
    expect(hint.silentProgram).toBe('grep');
  });

  it('gets none once it has printed, has ended, or has a terminal', () => {
    const { clock, notices, hint } = stage();
    hint.started('api', spec);
    hint.ended();
    clock.advance(silenceMs);
    hint.started('api', { ...spec, tty: { columns: 80, rows: 24 } });
    clock.advance(silenceMs);
    expect(notices).toEqual([]);
  });
});
