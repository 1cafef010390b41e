import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { heldOutput } from '../../../src/adapters/spawn/held-output.js';
import { NodeSpawner } from '../../../src/adapters/spawn/piped.js';
import type { OutputStream, SpawnSpec } from '../../../src/ports/spawner.js';

function specOf(command: string): SpawnSpec {
  return {
    mark: 'test',
    command,
    args: [],
    shell: true,
    cwd: process.cwd(),
    env: { PATH: process.env.PATH ?? '' },
    stdin: 'closed',
    scope: 'all',
  };
}

/** What a real child reported, until its output has ended. */
async function runToEnd(command: string): Promise<{ readonly order: string[]; readonly chunks: [OutputStream, Buffer][] }> {
  const spec = specOf(command);
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

  it('can be held back: the child waits with what its pipe does not hold, and nothing is lost', async () => {
    let received = 0;
    const exits: number[] = [];
    heldOutput.hold();
    await new Promise<void>((resolve) => {
      new NodeSpawner({ runId: randomUUID() }).spawn(specOf('head -c 3000000 /dev/zero'), {
        spawned: () => void setTimeout(() => heldOutput.release(), 500),
        failed: ({ message }) => expect.fail(message),
        output: (_, chunk) => {
          received += chunk.length;
        },
        exited: () => exits.push(received),
        gone: () => {},
        outputEnded: resolve,
      });
      setTimeout(() => expect([received, exits]).toEqual([0, []]), 400);
    });
    expect(received).toBe(3_000_000);
    expect(exits).toHaveLength(1);
  });
});
