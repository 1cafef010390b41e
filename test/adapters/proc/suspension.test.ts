import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suspensionAmong } from '../../../src/adapters/proc/suspension.js';
import { eventually } from '../../fixtures/eventually.js';

const has = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const member = (pid: number) => ({ pid, startTime: 1, runState: 'S', comm: 'sleep' });

/** A program that the machine need not have. */
const debuggerName = 'gdb';

describe.runIf(process.platform === 'linux')('What is stopped of a tree', () => {
  it('is the child, or another member, while a signal has stopped it', async () => {
    const [one, other] = [spawn('sleep', ['600']), spawn('sleep', ['600'])];
    try {
      expect(suspensionAmong(one.pid, [member(other.pid!)])).toBeUndefined();
      other.kill('SIGSTOP');
      await eventually(() => expect(suspensionAmong(one.pid, [member(other.pid!)])).toEqual({ pid: other.pid, debugger: null }));
      expect(suspensionAmong(one.pid)).toBeUndefined();
      other.kill('SIGCONT');
      await eventually(() => expect(suspensionAmong(one.pid, [member(other.pid!)])).toBeUndefined());
    } finally {
      one.kill('SIGKILL');
      other.kill('SIGKILL');
    }
    expect(suspensionAmong(undefined)).toBeUndefined();
  });

  it.runIf(has(debuggerName))('names the debugger that holds it', async () => {
    const child = spawn('sleep', ['600']);
    const debugger_ = spawn(debuggerName, ['-q', '-nx', '-p', String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      await eventually(() =>
        expect(suspensionAmong(child.pid)).toEqual({ pid: child.pid, debugger: { pid: debugger_.pid, program: debuggerName } }),
      );
    } finally {
      debugger_.kill('SIGKILL');
      child.kill('SIGKILL');
    }
  });
});
