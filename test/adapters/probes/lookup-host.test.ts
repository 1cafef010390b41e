import { describe, expect, it } from 'vitest';
import { Lookups, lookupHost } from '../../../src/adapters/probes/lookup-host.js';

type Answer = Parameters<ConstructorParameters<typeof Lookups>[0]>[2];

const all = { all: true } as const;
const address = { address: '10.0.0.1', family: 4 };

/** A system whose lookups are answered by hand. */
function slowSystem() {
  const asked: [host: string, answer: Answer][] = [];
  const heard: unknown[] = [];
  const lookups = new Lookups((host, _options, answer) => asked.push([host, answer]), 2);
  return {
    asked,
    heard,
    ask: (host: string, who: string) =>
      lookups.ask(host, all, (error, addresses) => heard.push([who, error?.code ?? addresses[0]?.address])),
  };
}

describe('Lookups of hosts', () => {
  it('take two threads at most, however many checks give up and ask again', () => {
    const { asked, heard, ask } = slowSystem();
    for (let round = 0; round < 10; round += 1) for (const host of ['a', 'b', 'c']) ask(host, `${host}${round}`);
    expect(asked.map(([host]) => host)).toEqual(['a', 'b']);
    asked[0]![1](null, [address]);
    expect(heard).toHaveLength(10);
    expect(heard[0]).toEqual(['a0', '10.0.0.1']);
    expect(asked.map(([host]) => host)).toEqual(['a', 'b', 'c']);
    asked[1]![1](Object.assign(new Error('?'), { code: 'EAI_AGAIN' }), []);
    expect(heard.at(-1)).toEqual(['b9', 'EAI_AGAIN']);
  });

  it('are made anew once they were answered', () => {
    const { asked, heard, ask } = slowSystem();
    ask('a', 'first');
    asked[0]![1](null, [address]);
    ask('a', 'second');
    expect(asked).toHaveLength(2);
    asked[1]![1](null, []);
    expect(heard).toEqual([
      ['first', '10.0.0.1'],
      ['second', undefined],
    ]);
  });

  it('ask nobody for localhost', async () => {
    const found = await new Promise((resolve) => lookupHost('api.localhost', all, (_error, addresses) => resolve(addresses)));
    expect(found).toEqual([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  });
});
