import { describe, expect, it } from 'vitest';
import { RemoteAnswers } from '../../../src/client/remote/answers.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { settle } from '../../ports/fake-spawner.js';

/** Somebody who is asked, and answers when the test says. */
class Asked {
  readonly clock = new FakeClock();
  readonly names: string[] = [];
  changes = 0;
  answer: (name: string) => Promise<readonly string[]> = async (name) => [name];
  readonly none: readonly string[] = [];
  readonly answers = new RemoteAnswers<readonly string[]>({
    clock: this.clock,
    ask: (name) => {
      this.names.push(name);
      return this.answer(name);
    },
    unknown: this.none,
    changed: () => {
      this.changes += 1;
    },
  });
}

describe('answers of another program', () => {
  it('are asked for only when they are read, at most twice a second', async () => {
    const asked = new Asked();
    asked.clock.advance(60_000);
    expect(asked.names).toEqual([]);
    for (let look = 0; look < 100; look += 1) {
      asked.answers.of('api');
      asked.clock.advance(100);
      await settle();
    }
    expect(asked.names.length).toBe(20);
    expect(asked.clock.pending).toBe(0);
  });

  it('stay until another comes, which is notified of; the same once more is not', async () => {
    const asked = new Asked();
    expect(asked.answers.of('api')).toBe(asked.none);
    await settle();
    const first = asked.answers.of('api');
    expect([first, asked.changes]).toEqual([['api'], 1]);
    asked.clock.advance(500);
    asked.answers.of('api');
    await settle();
    expect(asked.answers.of('api')).toBe(first);
    expect([asked.names.length, asked.changes]).toEqual([2, 1]);
    asked.answer = async () => ['other'];
    asked.clock.advance(500);
    expect(asked.answers.of('api')).toBe(first);
    await settle();
    expect([asked.answers.of('api'), asked.changes]).toEqual([['other'], 2]);
  });

  it('stand where there are none any more, and none is asked for while one is awaited', async () => {
    const asked = new Asked();
    asked.answers.of('api');
    await settle();
    let fail = (_: Error): void => {};
    asked.answer = () => new Promise((_resolve, reject) => (fail = reject));
    for (let look = 0; look < 5; look += 1) {
      asked.clock.advance(1000);
      asked.answers.of('api');
    }
    expect(asked.names.length).toBe(2);
    fail(new Error('it has ended'));
    await settle();
    expect(asked.answers.of('api')).toEqual(['api']);
    expect(asked.names.length).toBe(3);
  });

  it('are kept for the last eight names only', async () => {
    const asked = new Asked();
    for (let number = 0; number < 9; number += 1) {
      asked.answers.of(`p${number}`);
      await settle();
    }
    asked.answer = () => new Promise(() => {});
    expect(asked.answers.of('p1')).toEqual(['p1']);
    expect(asked.answers.of('p0')).toBe(asked.none);
  });
});
