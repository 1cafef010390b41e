import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NodeSpawner } from '../../../src/adapters/spawn/piped.js';
import type { OutputStream, SpawnSpec } from '../../../src/ports/spawner.js';

/** What a real child reported, until its output has ended. */
async function runToEnd(command: string): Promise<{ readonly order: string[]; readonly chunks: [OutputStream, Buffer][] }> {
  const spec: SpawnSpec = {
    mark: 'test',
    command,
    args: [],
    shell: true,
    cwd: process.cwd(),
    env: { PATH: process.env.PATH ?? '' },
    stdin: 'closed',
    scope: 'all',
  };
  const order: string[] = [];
  const chunks: [OutputStream, Buffer][] = [];
  await new Promise<void>((resolve) => {
    new NodeSpawner({ runId: randomUUID() }).spawn(spec, {
      spawned: () => order.push('spawned'),
      failed: ({ message }) => order.push(message),
      output: (stream, chunk) => chunks.push([stream, chunk]),
      exited: () => order.push('exited'),
      gone: () => {},
      outputEnded: () => {
        order.push('ended');
        resolve();
      },
    });
  });
  return { order, chunks };
}

describe('the output of a child', () => {
  it('comes from both streams, and its end after that of the child', async () => {
    const { order, chunks } = await runToEnd('echo out; echo err >&2; exec >&- 2>&-; sleep 0.1');
    expect(chunks.map(([stream, { length }]) => [stream, length]).sort()).toEqual([
      ['stderr', 4],
      ['stdout', 4],
    ]);
    expect(order).toEqual(['spawned', 'exited', 'ended']);
  });

  it('is read into memory that is used again, however much comes', async () => {
    const { chunks } = await runToEnd('head -c 3000000 /dev/zero');
    expect(chunks.reduce((sum, [, chunk]) => sum + chunk.length, 0)).toBe(3_000_000);
    expect(new Set(chunks.map(([, chunk]) => chunk.buffer)).size).toBe(1);
  });
});
