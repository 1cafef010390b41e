import { describe, expect, it } from 'vitest';
import { statusTable } from '../../../src/cli/output/status-table.js';
import type { StatusDocument } from '../../../src/protocol/documents.js';

const plain = (text: string): string => text;

function status(changes: Partial<StatusDocument>): StatusDocument {
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
    cpu: null,
    memory: null,
    ports: [],
    dependsOn: [],
    ...changes,
  };
}

const several = [
  status({}),
  status({ name: '数据库', state: 'circuit_open', pid: null, uptime: 0, restartCount: 12, reason: 'circuit open' }),
  status({ name: 'x', state: 'running', health: 'unhealthy', reason: 'unhealthy\x1b]0;hi\x07: HTTP 503' }),
];

describe('the status table', () => {
  it('is aligned, wide characters and all, and safe to print', () => {
    expect(statusTable(several, Infinity, plain)).toEqual([
      'NAME    STATE         HEALTH     PID  UPTIME  RST  REASON',
      'api     running       –           42   1m31s    0  running for 1m31s',
      '数据库  circuit open  –            –       –   12  circuit open',
      'x       running       unhealthy   42   1m31s    0  unhealthy: HTTP 503',
    ]);
  });

  it('says what each uses where that is known for any', () => {
    const used = status({ name: 'web', cpu: 1.5, memory: 52_428_800 });
    expect(statusTable([used, status({ name: 'api' })], Infinity, plain)).toEqual([
      'NAME  STATE    HEALTH  PID  UPTIME  RST   CPU    MEM  REASON',
      'web   running  –        42   1m31s    0  1.5%  52 MB  running for 1m31s',
      'api   running  –        42   1m31s    0     –      –  running for 1m31s',
    ]);
    expect(statusTable([used], 80, plain)[0]).toContain('  CPU    MEM  ');
    expect(statusTable([used], 79, plain)[0]).not.toContain('CPU');
  });

  it('is cut to the width of the terminal', () => {
    const lines = statusTable(several, 60, plain);
    expect(lines.map((line) => line.slice(-10))).toEqual(['ST  REASON', ' running …', ' circuit …', ' unhealth…']);
    expect(statusTable(several, 20, plain)).toEqual([
      'NAME    STATE       ',
      'api     running     ',
      '数据库  circuit open',
      'x       running     ',
    ]);
  });

  it('has only titles where there are no processes', () => {
    expect(statusTable([], 80, plain)).toEqual(['NAME  STATE  HEALTH  PID  UPTIME  RST  REASON']);
  });

  it('has a colour for each state and health', () => {
    const tones = (changes: Partial<StatusDocument>): string[] => {
      const seen: string[] = [];
      statusTable([status(changes)], Infinity, (text, tone) => {
        if (tone !== 'plain' && tone !== 'dim') seen.push(tone);
        return text;
      });
      return seen;
    };
    expect(tones({ health: 'healthy' })).toEqual(['good', 'good']);
    expect(tones({ state: 'failed', health: 'pending' })).toEqual(['trouble']);
    expect(tones({ health: 'pending' })).toEqual(['good', 'progress']);
    expect(tones({ health: 'unhealthy' })).toEqual(['good', 'trouble']);
    expect(tones({ state: 'failed' })).toEqual(['trouble']);
    expect(tones({ state: 'stopped' })).toEqual(['idle']);
    expect(tones({ state: 'backoff' })).toEqual(['progress']);
    expect(tones({ state: 'waiting', cause: null })).toEqual(['progress']);
    expect(tones({ state: 'waiting', cause: 'blocked: db failed' })).toEqual(['trouble']);
  });
});
