import { describe, expect, it } from 'vitest';
import { causeWords } from '../../src/supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../src/supervisor/snapshot/process.js';
import { runningProcess, sampleProcess } from '../components/stage/sample-processes.js';

const now = 20_000_000;
const wall = 1_700_000_000_000;

const words = (process: ProcessSnapshot) => causeWords(process, now, wall);

const died = (what: string): Partial<ProcessSnapshot> => ({
  death: { at: wall - 1000, exit: { code: 1, signal: null }, cause: { kind: 'port_in_use', what, advice: '', port: null } },
});

describe('causeWords', () => {
  it('says in fewer words what a process waits for, without losing its name', () => {
    const root = { name: 'db', death: 'died with exit code 137' };
    const fields = { state: 'waiting', brief: 'for web to be healthy; db died with exit code 137' } as const;
    expect(words(sampleProcess('api', { ...fields, awaited: { name: 'web', condition: 'healthy', root } }))).toMatchObject({
      what: 'for web',
      between: ['for web to be healthy'],
      whole: 'for web to be healthy; db died with exit code 137',
    });
    // A row of an older watchdog.
    expect(words(sampleProcess('api', fields))?.what).toBe(fields.brief);
  });

  it('never lets the cause of a past death pass for the present', () => {
    expect(words(runningProcess('api', now, 14_000, died('port 3000 is in use')))).toMatchObject({
      what: 'restarted: port 3000 is in use',
      between: ['restarted 14s ago: port 3000 is in use'],
      whole: 'restarted 14s ago: port 3000 is in use (exit code 1)',
    });
    const held = { ...died('port 3000 is in use'), unusual: 'checks held' };
    expect(words(runningProcess('api', now, 14_000, held))?.what).toBe('checks held');
  });

  it('says of what went to the background that it did, whatever it printed before', () => {
    const { death } = died('Warning: should not be run as root');
    const fields = { state: 'failed', death: { ...death!, exit: { code: 0, signal: null } } } as const;
    const why = 'mosquitto went to the background, pid 12 was ended; keep it in the foreground (no -d), or set daemon: true';
    const background = { brief: why, lastFailure: { kind: 'exit', text: why } } as const;
    expect(words(sampleProcess('api', { ...fields, ...background }))).toMatchObject({ whole: why, inReason: true });
    const nothingMore = { brief: 'exit code 0', lastFailure: { kind: 'exit', text: 'exit code 0' } } as const;
    expect(words(sampleProcess('api', { ...fields, ...nothingMore }))?.what).toBe('Warning: should not be run as root');
  });

  it('has an error with its place between the error alone and how it ended', () => {
    const line = 'TypeError: total is undefined';
    const error = { kind: 'error', what: `${line} at cart.js:42`, line, advice: '', port: null } as const;
    const crashed = { death: { at: wall, exit: { code: 1, signal: null }, cause: error } };
    expect(words(sampleProcess('api', { state: 'failed', ...crashed }))).toMatchObject({
      what: line,
      between: [`${line} at cart.js:42`],
      whole: `${line} at cart.js:42 (exit code 1)`,
    });
    expect(words(runningProcess('api', now, 14_000, crashed))).toMatchObject({
      what: `restarted: ${line}`,
      between: [`restarted 14s ago: ${line} at cart.js:42`, `restarted 14s ago: ${line}`],
    });
  });
});
