import { describe, expect, it } from 'vitest';
import { statusTable } from '../../../src/cli/output/status-table.js';
import type { StatusRow } from '../../../src/protocol/documents.js';
import { cellWidth } from '../../../src/view/text/cell-slice.js';

const plain = (text: string): string => text;

const facts = {
  failuresInRow: 0,
  failuresAllowed: 5,
  lastFailure: null,
  isBlocked: false,
  circuitThreshold: 5,
  causeBeside: null,
};

function status(changes: Partial<StatusRow>): StatusRow {
  return {
    name: 'api',
    kind: 'process',
    state: 'running',
    desired: 'up',
    health: 'none',
    pid: 42,
    uptime: 91_000,
    startCount: 1,
    restartCount: 0,
    lastStartTime: 0,
    healthFailures: 0,
    lastError: null,
    reason: 'running for 1m31s',
    cause: null,
    exit: null,
    circuit: { state: 'closed', failures: 0, openedAt: null, cooldownMs: 60_000, remainingMs: 0 },
    nextStartInMs: null,
    readyAfterMs: null,
    stale: null,
    cpu: null,
    memory: null,
    ports: [],
    port: null,
    url: null,
    dependsOn: [],
    facts,
    ...changes,
  };
}

it('shows URLs where a process has one and there is room', () => {
  const served = [status({ url: 'http://localhost:23117/docs?x=1' }), status({ name: 'db' })];
  expect(statusTable(served, Infinity, plain)[1]).toContain('  localhost:23117/docs');
  expect(statusTable(served, 119, plain)[0]).not.toContain('URL');
  expect(statusTable([status({})], Infinity, plain)[0]).not.toContain('URL');
});

const openCircuit = { state: 'open', failures: 5, openedAt: 0, cooldownMs: 60_000, remainingMs: 41_001 } as const;
const several = [
  status({}),
  status({
    name: '数据库',
    state: 'circuit_open',
    uptime: 0,
    restartCount: 12,
    circuit: openCircuit,
    nextStartInMs: 41_001,
    reason: 'circuit open',
    cause: 'port 3000 is in use; 5 failures in 21s',
  }),
  status({ name: 'x', state: 'running', health: 'unhealthy', cause: 'unhealthy\x1b]0;hi\x07: HTTP 503' }),
];

describe('the status table', () => {
  it('has the columns and words of the screen, is aligned, wide characters and all, and safe to print', () => {
    expect(statusTable(several, Infinity, plain)).toEqual([
      'NAME    STATE        HEALTH     UPTIME  RST  CIRCUIT  REASON',
      'api     running                  1m31s    0',
      '数据库  circuit 42s                      12  ●●●●●    port 3000 is in use; 5 failures in 21s',
      'x       running      unhealthy   1m31s    0           unhealthy: HTTP 503',
    ]);
  });

  it('says of each state what the screen says of it', () => {
    const stateOf = (changes: Partial<StatusRow>) => statusTable([status({ name: 'a', ...changes })], Infinity, plain)[1]!;
    const trial = { state: 'half_open', failures: 5, openedAt: 0, cooldownMs: 60_000, remainingMs: 0 } as const;
    const retry = { state: 'backoff', facts: { ...facts, failuresInRow: 4 } } as const;
    expect(stateOf({ ...retry, nextStartInMs: 3000 })).toMatch(/^a +retry 4\/5 in 3s /);
    expect(stateOf(retry)).toMatch(/^a +retry 4\/5 +0/);
    expect(stateOf({ circuit: trial })).toMatch(/^a +trial +1m31s +0 +◐◐◐◐◐$/);
    expect(stateOf({ state: 'waiting' })).toMatch(/^a +waiting +0$/);
    expect(stateOf({ state: 'waiting', facts: { ...facts, isBlocked: true } })).toMatch(/^a +blocked +0$/);
    expect(stateOf({ state: 'stopped' })).toMatch(/^a +stopped +0$/);
  });

  it('says what each uses where that is known for any', () => {
    const used = status({ name: 'web', cpu: 1.5, memory: 52_428_800 });
    expect(statusTable([used, status({ name: 'api' }), status({ name: 'db', state: 'stopped' })], Infinity, plain)).toEqual([
      'NAME  STATE    HEALTH  UPTIME  RST   CPU    MEM  REASON',
      'web   running           1m31s    0  1.5%  52 MB',
      'api   running           1m31s    0     –      –',
      'db    stopped                    0',
    ]);
    expect(statusTable([used], 80, plain)[0]).toContain('  CPU    MEM  ');
    expect(statusTable([used], 79, plain)[0]).not.toContain('CPU');
  });

  it('is cut to the width of the terminal', () => {
    const lines = statusTable(several, 60, plain);
    expect(lines.map((line) => cellWidth(line) <= 60)).toEqual([true, true, true, true]);
    expect(lines[2]).toMatch(/port …$/);
    expect(statusTable(several, 20, plain).map((line) => line.trimEnd())).toEqual([
      'NAME    STATE',
      'api     running',
      '数据库  circuit 42s',
      'x       running',
    ]);
  });

  it('has only titles where there are no processes', () => {
    expect(statusTable([], 80, plain)).toEqual(['NAME  STATE  HEALTH  UPTIME  RST  REASON']);
  });

  it('has a colour for each state and health', () => {
    const tones = (changes: Partial<StatusRow>): string[] => {
      const seen: string[] = [];
      statusTable([status(changes)], Infinity, (text, tone) => {
        if (tone !== 'plain' && tone !== 'dim') seen.push(tone);
        return text;
      });
      return seen;
    };
    expect(tones({ health: 'healthy' })).toEqual(['good', 'good']);
    expect(tones({ state: 'failed', health: 'pending' })).toEqual(['trouble']);
    expect(tones({ health: 'pending' })).toEqual(['progress', 'progress']);
    expect(tones({ health: 'unhealthy' })).toEqual(['trouble', 'trouble']);
    expect(tones({ state: 'failed' })).toEqual(['trouble']);
    expect(tones({ state: 'stopped' })).toEqual(['idle']);
    expect(tones({ state: 'backoff' })).toEqual(['progress']);
    expect(tones({ state: 'waiting' })).toEqual(['progress']);
  });
});
