import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attention,
  attend,
  newAttention,
  notificationOf,
  reported,
  type Watched,
} from '../../../src/policy/process/attention.js';

function process(name: string, fields: Partial<Watched> = {}): Watched {
  return { name, state: 'running', circuit: { state: 'closed' }, ...fields };
}

const open = (name: string): Watched => process(name, { state: 'circuit_open', circuit: { state: 'open' } });
/** As the cause is said where it is shown. */
const causeOf = ({ state }: Watched): string => (state === 'failed' ? 'command not found' : '5 failures in 21s');
const failed = (name: string): Watched => process(name, { state: 'failed' });
const well = newAttention([process('api'), process('db')]);

describe('Attention', () => {
  it('is asked for two seconds after a circuit opened or a process failed, for all that came meanwhile', () => {
    const first = attend(well, [open('api'), process('db')], 1000);
    const second = attend(first, [open('api'), failed('db')], 2500);
    expect(second).toMatchObject({ unreported: ['api', 'db'], dueAt: 3000 });
    expect(notificationOf('shop', second, [open('api'), failed('db')], causeOf)).toEqual({
      title: 'shop: 2 processes need you',
      body: 'api, db',
    });
  });

  it('says of a single process what happened and why', () => {
    const opened = attend(well, [open('api'), process('db')], 0);
    expect(notificationOf('shop', opened, [open('api'), process('db')], causeOf)).toEqual({
      title: 'shop: api circuit open',
      body: '5 failures in 21s',
    });
    const broken = attend(well, [process('api'), failed('db')], 0);
    expect(notificationOf('shop', broken, [process('api'), failed('db')], causeOf)).toEqual({
      title: 'shop: db failed',
      body: 'command not found',
    });
  });

  it('is not asked for again by a trial that fails', () => {
    const opened = reported(attend(well, [open('api')], 0));
    const trial = attend(opened, [process('api', { state: 'starting', circuit: { state: 'half_open' } })], 60_000);
    expect(attend(trial, [open('api')], 61_000).unreported).toEqual([]);
    const closed = attend(trial, [process('api')], 61_000);
    expect(attend(closed, [open('api')], 62_000).unreported).toEqual(['api']);
  });

  it('is not asked for by stops, restarts, completions and waiting', () => {
    for (const state of ['stopped', 'stopping', 'starting', 'backoff', 'completed', 'waiting'] as const) {
      expect(attend(well, [process('api', { state }), process('db')], 0)).toBe(well);
    }
  });

  it('is not asked for what was mended or taken away before it was due', () => {
    const opened = attend(well, [open('api'), failed('db')], 0);
    const mended = attend(opened, [process('api', { state: 'stopped' }), failed('db')], 1000);
    expect(mended).toMatchObject({ unreported: ['db'], dueAt: 2000 });
    expect(attend(mended, [], 1500)).toMatchObject({ unreported: [], dueAt: undefined });
  });

  it('is not asked for what was so from the beginning', () => {
    const begun = newAttention([failed('api')]);
    expect(attend(begun, [failed('api')], 0)).toBe(begun);
    expect(notificationOf('shop', begun, [failed('api')], causeOf)).toBeUndefined();
  });

  it('over any history reports each trouble at most once while it lasts, and has a time exactly while something is unreported', () => {
    const states = fc.array(fc.record({ what: fc.constantFrom(process, open, failed), reported: fc.boolean() }), {
      maxLength: 40,
      size: 'max',
    });
    fc.assert(
      fc.property(states, (history) => {
        let attention: Attention = newAttention([process('api')]);
        let isReported = false;
        for (const [at, { what, reported: isDue }] of history.entries()) {
          attention = attend(attention, [what('api')], at);
          if (what === process) isReported = false;
          expect(attention.dueAt === undefined).toBe(attention.unreported.length === 0);
          expect(attention.unreported).toEqual(what === process || isReported ? [] : ['api']);
          if (!isDue || what === process) continue;
          attention = reported(attention);
          isReported = true;
        }
      }),
    );
  });
});
