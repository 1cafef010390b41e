import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { checkExec } from '../../../src/adapters/probes/exec.js';
import { NodeSpawner } from '../../../src/adapters/spawn/piped.js';
import { FakeSpawner } from '../../ports/fake-spawner.js';

const spawner = new NodeSpawner({ runId: randomUUID() });
const env = { PATH: process.env.PATH ?? '/bin:/usr/bin' };

function check(command: string, signal = new AbortController().signal) {
  return checkExec(spawner, { kind: 'exec', command, cwd: tmpdir(), env }, signal);
}

describe('A command as a check', () => {
  it.each([
    ['EAGAIN', true],
    ['EMFILE', true],
    ['ENOMEM', true],
    ['ENOENT', false],
  ])('that cannot be started (%s) has asked nothing where the system is short of something', async (code, unasked) => {
    const short = new FakeSpawner();
    short.holdSpawn = true;
    const probe = { kind: 'exec', command: 'true', cwd: '/', env } as const;
    const result = checkExec(short, probe, new AbortController().signal);
    short.last.events.failed({ code, message: 'not started' });
    expect(await result).toEqual({ ok: false, message: 'not started', ...(unasked ? { unasked } : {}) });
  });

  it.each([
    ['echo fine', true, 'exit code 0'],
    ['echo first; echo last >&2; exit 3', false, 'exit code 3: last'],
    ['exit 1', false, 'exit code 1'],
    ['grpc_health_probe_that_is_not_here -addr=:1', false, 'command not found: grpc_health_probe_that_is_not_here'],
    ['./not-here.sh', false, 'command not found: ./not-here.sh'],
    ['echo "user 42: not found"; exit 127', false, 'exit code 127: user 42: not found'],
    ['kill -KILL $$', false, 'signal SIGKILL'],
    ["printf '\\033[2J\\033]0;title\\007bad'; exit 1", false, 'exit code 1: bad'],
    ["printf '10%%\\r90%%\\rbroken|\\b \\r\\n\\n'; exit 1", false, 'exit code 1: broken'],
    ["printf '\\302\\2350;title\\302\\234bad'; exit 1", false, 'exit code 1: bad'],
    ['sleep 1000 & echo fine', true, 'exit code 0'],
    ['cat', true, 'exit code 0'],
  ])('%s: %s, %s', async (command, ok, message) => {
    expect(await check(command)).toMatchObject({ ok, message });
  });

  it('is ended with all that it started when it takes too long, whatever it does with signals', async () => {
    const signal = AbortSignal.timeout(200);
    expect(await check("trap '' TERM INT; yes", signal)).toEqual({ ok: false, message: 'aborted' });
  });
});
