import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ServiceLines } from '../../../src/adapters/engine/swarm.js';
import { readServices } from '../../../src/adapters/engine/swarm-answers.js';

const { services, tasks, nodes } = JSON.parse(
  readFileSync(new URL('../../fixtures/engines/swarm.json', import.meta.url), 'utf8'),
) as Record<'services' | 'tasks' | 'nodes', unknown>;

const read = (nodesText = JSON.stringify(nodes)) => readServices(JSON.stringify(services), JSON.stringify(tasks), nodesText);

describe('the services of a Swarm, as recorded', () => {
  it('have their replicas, their stack, and the number from before the last change', () => {
    expect(read()).toMatchObject([
      { name: 'shop_web', stack: 'shop', image: 'watchdog-busybox:test', mode: 'replicated', replicas: 1, replicasBefore: null },
      { name: 'nope', stack: null, replicas: 2, restarts: 'any', restarted: true, updating: false },
    ]);
  });

  it('have their tasks, the newest first, with node and error', () => {
    const [web, nope] = read();
    expect(nope!.tasks.map(({ slot, node, state, wanted, error }) => [slot, node, state, wanted, error])).toEqual([
      ['2', 'vm', 'running', true, ''],
      ['1', 'vm', 'running', true, ''],
      ['1', 'vm', 'failed', false, 'task: non-zero exit (3)'],
      ['2', 'vm', 'failed', false, 'task: non-zero exit (3)'],
    ]);
    expect(nope!.tasks.map(({ exitCode }) => exitCode)).toEqual([null, null, 3, 3]);
    expect(web!.tasks.map(({ stale }) => stale)).toEqual([false, true]);
  });

  it('name a node by its id where its name is not reported', () => {
    expect(read('')[1]!.tasks[0]!.node).toMatch(/^mag0yib6pxdu$/);
  });

  it('are none where something else answers', () => {
    expect(() => readServices('{"message":"x"}', '[]', '[]')).toThrow('not a Swarm manager');
    expect(readServices('[{"ID":"a"},{},null,3]', '[{"ServiceID":"a"}]', '[null]')).toMatchObject([
      { id: 'a', name: '', replicas: 0 },
    ]);
  });
});

/** A frame of the log, as the engine sends it with details. */
function frame(stream: 1 | 2, task: string, text: string): Buffer {
  const details = `com.docker.swarm.node.id=n,com.docker.swarm.service.id=s,com.docker.swarm.task.id=${task}`;
  const body = Buffer.from(`2026-11-29T23:15:28.236881121Z ${details} ${text}`);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

describe('the log of a service', () => {
  it('comes apart by task, without the details in front', () => {
    const lines = new ServiceLines(false);
    const pieces = lines.take(Buffer.concat([frame(1, 'a', 'one\n'), frame(2, 'b', 'two\n')]));
    expect(pieces.map(({ task, stream, chunk }) => `${task} ${stream} ${chunk.toString()}`)).toEqual([
      'a stdout one\n',
      'b stderr two\n',
    ]);
  });

  it('comes apart wherever its bytes are cut', () => {
    const bytes = Buffer.concat([frame(1, 'a', 'one=1,2 x\n'), frame(1, 'b', 'two\n')]);
    for (let at = 1; at < bytes.length; at += 1) {
      const lines = new ServiceLines(false);
      const pieces = [...lines.take(bytes.subarray(0, at)), ...lines.take(bytes.subarray(at))];
      const texts = new Map<string, string>();
      for (const { task, chunk } of pieces) texts.set(String(task), (texts.get(String(task)) ?? '') + chunk.toString());
      expect(Object.fromEntries(texts), `cut at ${at}`).toEqual({ a: 'one=1,2 x\n', b: 'two\n' });
    }
  });
});
