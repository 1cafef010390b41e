import type { CrashCard } from '../../../src/policy/diagnosis/crash.js';
import type { ProcessDetails } from '../../../src/supervisor/process-details.js';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import type { FakeSource } from './fake-source.js';
import { sampleCard, sampleDetails } from './sample-details.js';
import { everyState, runningProcess, sampleProcess } from './sample-processes.js';

/** One process in each state, with what they use and need. */
export function shop(now: number): readonly ProcessSnapshot[] {
  const more: Readonly<Record<string, Partial<ProcessSnapshot>>> = {
    api: { cpu: 1.5, memory: 52_400_000, ports: [3000], dependsOn: ['db', 'migrate'] },
    db: { cpu: 0.4, memory: 101_000_000, ports: [5432, 5433] },
    web: { cpu: 103.2, memory: 1_204_000_000, dependsOn: ['api'] },
    mailer: { dependsOn: ['db', 'search'] },
    migrate: { dependsOn: ['db'] },
  };
  return everyState(now).map((process) => ({ ...process, ...more[process.name] }));
}

/** Two hundred processes, every fifth in trouble. */
export function manyProcesses(now: number): readonly ProcessSnapshot[] {
  return Array.from({ length: 200 }, (_, at) => {
    const name = `worker-${String(at).padStart(3, '0')}`;
    if (at % 5 === 4) return sampleProcess(name, { state: 'failed', desired: 'up', trouble: true, brief: `exit code ${at % 7}` });
    return runningProcess(name, now, at * 7000, { pid: 5000 + at, health: at % 3 === 0 ? 'healthy' : 'none' });
  });
}

/** Gives the processes of the shop logs, details, crashes and events. */
export function fillShop(source: FakeSource): void {
  source.write('api', [
    'listening on http://127.0.0.1:3000',
    ...Array.from(
      { length: 40 },
      (_, at) => `\x1b[2m${at}\x1b[0m GET /cart/\x1b[36m${at * 7}\x1b[0m \x1b[32m200\x1b[0m ${at + 3} ms`,
    ),
    '\x1b[1;33mwarn\x1b[0m slow query \x1b[7m812 ms\x1b[0m \x1b[38;2;200;120;255mselect\x1b[0m \x1b[3;4mfrom orders\x1b[0m',
    '日本語のログ 🚀 done, \x1b[48;5;52mred ground\x1b[0m\tand a tab',
    'x'.repeat(260),
  ]);
  source.write('api', ['Error: connect ECONNREFUSED 127.0.0.1:5432'], 'stderr');
  source.write('api', ['api ended with exit code 1', 'started, pid 4242'], 'watchdog');
  const at = source.wallTime();
  source.known.set('api', apiDetails(at));
  source.cards.set('api', [cardAt(1, at - 400_000), { ...cardAt(2, at - 93_000), count: 3, firstAt: at - 300_000 }]);
  source.records = Array.from({ length: 60 }, (_, seq) => ({
    seq,
    at: at - (60 - seq) * 4000,
    ...[
      { event: 'started', name: 'api', pid: 4242 },
      { event: 'exited', name: 'payments', code: 127, signal: null },
      { event: 'backoff', name: 'flaky', delayMs: 2000, attempt: 2 },
      {
        event: 'state',
        name: 'payments',
        from: 'running',
        to: 'circuit_open',
        reason: 'circuit open after 5 failures in 21 s',
        why: 'circuit open after 5 failures in 21 s',
      },
    ][seq % 4]!,
  }));
}

function cardAt(id: number, at: number): CrashCard {
  return sampleCard(id, at, {
    exit: { code: 1, signal: null },
    lines: [
      { stream: 'stdout', text: 'starting the server' },
      { stream: 'stderr', text: 'Error: listen EADDRINUSE: address already in use :::3000' },
      { stream: 'stderr', text: '    at Server.setupListenHandle [as _listen2] (node:net:1908:16)' },
    ],
    cpu: 12.5,
    memory: 48_000_000,
    checks: [{ id: 'health', ok: false, message: 'connection refused', at: at - 800, latencyMs: 3 }],
    causes: [
      { kind: 'port_in_use', what: 'port 3000 is in use', advice: 'end what holds it, or choose another port', port: 3000 },
    ],
  });
}

function apiDetails(at: number): ProcessDetails {
  return sampleDetails('api', {
    configuration:
      'command: node server.js\nargs: []\nenv:\n  API_TOKEN: "***"\nhealthCheck:\n  http: http://127.0.0.1:3000/health\n',
    dependencies: [{ name: 'db', condition: 'healthy', state: 'running', health: 'healthy' }],
    dependents: [{ name: 'web', condition: 'started', state: 'running', health: 'unhealthy' }],
    probes: [
      {
        id: 'health',
        records: Array.from({ length: 20 }, (_, each) => ({
          ok: each % 6 !== 5,
          message: each % 6 === 5 ? 'answered 503' : 'answered 200',
          at: at - (20 - each) * 5000,
          latencyMs: 4 + ((each * 7) % 23),
        })),
      },
    ],
    timeline: [
      {
        at: at - 93_000,
        from: 'running',
        to: 'backoff',
        reason: 'restart 1 in 1 s after exit code 1',
        why: 'restart 1 in 1 s after exit code 1',
      },
      { at: at - 92_000, from: 'backoff', to: 'starting', reason: 'restart 1', why: 'restart 1' },
      { at: at - 91_300, from: 'starting', to: 'running', reason: 'running', why: 'running' },
    ],
    ends: [
      {
        code: 1,
        signal: null,
        at: at - 93_000,
        words: 'exit code 1',
        ranMs: 207_000,
        expected: false,
        by: 'itself',
        action: null,
        why: '',
      },
    ],
    usage: Array.from({ length: 30 }, (_, each) => ({
      at: at - (30 - each) * 2000,
      cpu: (each * 13) % 40,
      memory: 40_000_000 + each * 400_000,
    })),
    tree: [
      { pid: 4242, parent: 1, program: 'node', runState: 'S', ports: [3000] },
      { pid: 4243, parent: 4242, program: 'esbuild', runState: 'R', ports: [] },
    ],
  });
}
