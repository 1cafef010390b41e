import type { ProcessDetails } from '../../../src/supervisor/process-details.js';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { sampleDetails } from './sample-details.js';
import { runningProcess } from './sample-processes.js';
import { shop } from './sample-shop.js';

/** The name of the container among the processes of the shop. */
export const redis = 'container:shop-redis';

/** The processes of the shop, and one container. */
export function shopWithContainer(now: number): readonly ProcessSnapshot[] {
  const more = { kind: 'container', pid: null, health: 'healthy', restartCount: 1, cpu: 0.8, memory: 12_000_000 } as const;
  return [...shop(now), runningProcess(redis, now, 91_300, { ...more, ports: [6380] })];
}

/** What is known of the container at wall time `at`. */
export function redisDetails(at: number): ProcessDetails {
  return sampleDetails(redis, {
    configuration: 'autoRestart: true\nrestartDelay: 2s\n',
    container: {
      id: '4f2a9c0d17be55aa9d0e',
      image: 'redis:7',
      engine: 'Docker 27.1.1 at /var/run/docker.sock',
      ownRestart: null,
      bindings: [
        { inside: '6379/tcp', outside: ['127.0.0.1:6380'] },
        { inside: '9121/tcp', outside: [] },
      ],
      unchecked: false,
    },
    dependents: [{ name: 'api', condition: 'healthy', state: 'running', health: 'healthy' }],
    probes: [
      {
        id: 'health',
        records: Array.from({ length: 12 }, (_, each) => ({
          ok: each !== 4,
          message: each === 4 ? 'LOADING' : 'PONG',
          at: at - (12 - each) * 5000,
          latencyMs: 40 + ((each * 7) % 23),
        })),
      },
    ],
    timeline: [
      {
        at: at - 95_000,
        from: 'running',
        to: 'stopping',
        reason: 'ended with exit code 137, checking whether it was asked for',
        why: 'ended with exit code 137, checking whether it was asked for',
      },
      {
        at: at - 94_000,
        from: 'stopping',
        to: 'backoff',
        reason: 'restart 1 in 1s after exit code 137',
        why: 'restart 1 in 1s after exit code 137',
      },
      { at: at - 93_000, from: 'backoff', to: 'starting', reason: 'the engine restarts it', why: 'the engine restarts it' },
      {
        at: at - 91_300,
        from: 'starting',
        to: 'running',
        reason: 'running for 0s, not healthy yet',
        why: 'running for 0s, not healthy yet',
      },
    ],
    ends: [
      {
        code: 137,
        signal: null,
        at: at - 95_000,
        words: 'exit code 137: SIGKILL, perhaps out of memory',
        ranMs: 207_000,
        expected: false,
        by: 'itself',
        action: null,
        why: '',
      },
    ],
    usage: Array.from({ length: 9 }, (_, each) => ({
      at: at - (9 - each) * 10_000,
      cpu: (each * 3) % 7,
      memory: 10_000_000 + each * 250_000,
    })),
  });
}
