import { describe, expect, it } from 'vitest';
import { actOn } from '../../src/api/act-on.js';
import { type ActionOutcome, type ProcessAction, screenManner } from '../../src/api/action-run.js';
import { type FakeChild, settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

/** `web` needs `api`, which needs `db`; `docs` stands alone. All of them run. */
class Shop extends Stage {
  static async open(): Promise<Shop> {
    const shop = new Shop();
    shop.watchdog.register({ name: 'db', command: 'db' });
    shop.watchdog.register({ name: 'api', command: 'api', dependsOn: ['db'] });
    shop.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
    shop.watchdog.register({ name: 'docs', command: 'docs' });
    for (const name of ['db', 'api', 'web', 'docs']) await shop.start(name);
    return shop;
  }

  act(action: ProcessAction, ...names: readonly string[]): Promise<ReadonlyMap<string, ActionOutcome>> {
    return actOn(this.watchdog, this.clock, { action, names, manner: screenManner, by: 'user' });
  }

  /** The newest child of a process. */
  child(name: string): FakeChild {
    return this.spawner.children.findLast(({ spec }) => spec.command === name)!;
  }

  /** Which of the living children have had a signal. */
  get signalled(): readonly string[] {
    return this.spawner.living.filter(({ signals }) => signals.length > 0).map(({ spec }) => spec.command);
  }

  async end(name: string): Promise<void> {
    this.child(name).exit({ signal: 'SIGTERM' });
    await settle();
  }

  get living(): readonly string[] {
    return this.spawner.living.map(({ spec }) => spec.command).sort();
  }
}

describe('An action on several', () => {
  it('stops dependents before what they depend on, whatever their order', async () => {
    const shop = await Shop.open();
    const outcomes = shop.act('stop', 'db', 'api', 'docs', 'web');
    expect(shop.signalled).toEqual(['web']);
    await shop.end('web');
    expect(shop.signalled).toEqual(['api']);
    await shop.end('api');
    expect(shop.signalled).toEqual(['db', 'docs']);
    await shop.end('docs');
    await shop.end('db');
    expect([...(await outcomes).values()].map(({ text }) => text).sort()).toEqual([
      'api stopped',
      'db stopped',
      'docs stopped',
      'web stopped',
    ]);
  });

  it('restarts by first stopping those that are up, dependents before what they depend on', async () => {
    const shop = await Shop.open();
    await Promise.all([shop.watchdog.stop('web'), shop.end('web')]);
    const outcomes = shop.act('restart', 'db', 'web', 'api');
    expect(shop.signalled).toEqual(['api']);
    await shop.end('api');
    expect([shop.signalled, shop.living]).toEqual([['db'], ['db', 'docs']]);
    await shop.end('db');
    expect(shop.living).toEqual(['api', 'db', 'docs', 'web']);
    expect([...(await outcomes).values()].every(({ ok }) => ok)).toBe(true);
  });

  it('restarts those that do not depend on each other at once', async () => {
    const shop = await Shop.open();
    void shop.act('restart', 'db', 'docs');
    expect(shop.signalled).toEqual(['db', 'docs']);
  });

  it('kills dependents first, and starts again what is gone', async () => {
    const shop = await Shop.open();
    const outcomes = shop.act('kill-restart', 'db', 'api');
    expect(shop.child('api').signals).toEqual(['SIGKILL']);
    expect(shop.child('db').signals).toEqual([]);
    await shop.end('api');
    expect(shop.child('db').signals).toEqual(['SIGKILL']);
    await shop.advance(60_000); // It survives, which is reported.
    expect((await outcomes).get('db')).toMatchObject({ ok: false, text: expect.stringContaining('db was not killed') });
    expect((await outcomes).get('api')).toMatchObject({ ok: false, text: expect.stringContaining('blocked: db') });
    expect(shop.spawner.children).toHaveLength(4);
  });

  it('kills and restarts a single one, and starts it where it is down', async () => {
    const shop = await Shop.open();
    for (const isUp of [true, false]) {
      if (!isUp) await Promise.all([shop.watchdog.stop('docs'), shop.end('docs')]);
      const outcomes = shop.act('kill-restart', 'docs');
      if (isUp) await shop.end('docs');
      expect((await outcomes).get('docs')).toMatchObject({ ok: true, text: expect.stringMatching(/^docs restarted, pid \d+$/) });
    }
  });

  it('says of one that only waits for its next start that it was stopped, since nothing of it was killed', async () => {
    const shop = await Shop.open();
    shop.watchdog.register({ name: 'flaky', command: 'flaky' });
    await shop.start('flaky');
    await shop.crash();
    expect((await shop.act('kill', 'flaky')).get('flaky')).toEqual({ ok: true, text: 'flaky stopped' });
  });
});

describe('A restart of several, while some are down for it', () => {
  it('is what their rows, events and logs say, and nothing that waits for them is said to be blocked', async () => {
    const shop = await Shop.open();
    shop.watchdog.register({ name: 'job', command: 'job' });
    shop.watchdog.register({ name: 'late', command: 'late', dependsOn: { job: 'completed', web: 'started' } });
    await shop.start('job');
    void shop.watchdog.start('late');
    const exits: unknown[] = [];
    shop.watchdog.on('exited', ({ name, why }) => exits.push([name, why]));
    shop.emitted();
    const outcomes = shop.act('restart', 'db', 'api', 'web');
    await shop.end('web');
    expect(shop.watchdog.getStatus('late')?.reason).toBe('waiting for job to complete');
    expect(shop.watchdog.snapshots().find(({ name }) => name === 'web')).toMatchObject({
      state: 'stopped',
      reason: 'restart by hand, waiting for others to end first',
      restarting: true,
    });
    expect(shop.watchdog.getStatus('web')?.cause).toBe('restart by hand, waiting for others to end first');
    await shop.end('api');
    await shop.end('db');
    await outcomes;
    expect(exits).toEqual([
      ['web', 'restarted by hand'],
      ['api', 'restarted by hand'],
      ['db', 'restarted by hand'],
    ]);
    expect(shop.emitted().filter((each) => each === 'restarting')).toHaveLength(3);
  });

  it('leaves what is stopped meanwhile stopped, whether it is down already or on its way', async () => {
    for (const isDown of [true, false]) {
      const shop = await Shop.open();
      const outcomes = shop.act('restart', 'db', 'web');
      if (isDown) await shop.end('web');
      const stop = shop.act('stop', 'web');
      if (!isDown) await shop.end('web');
      await stop;
      await shop.end('db');
      expect((await outcomes).get('web')).toEqual({ ok: false, text: 'web was stopped meanwhile' });
      expect([shop.living, shop.watchdog.getStatus('web')?.reason]).toEqual([['api', 'db', 'docs'], 'stopped by hand']);
    }
  });

  it('starts once what two ask to restart at a time', async () => {
    const shop = await Shop.open();
    const both = [shop.act('restart', 'db', 'web'), shop.act('restart', 'web', 'db')];
    await shop.end('web');
    await shop.end('db');
    for (const outcomes of await Promise.all(both)) expect([...outcomes.values()].every(({ ok }) => ok)).toBe(true);
    expect([shop.living, shop.spawner.children.length]).toEqual([['api', 'db', 'docs', 'web'], 6]);
  });

  it('restarts what was being stopped when it was asked for', async () => {
    const shop = await Shop.open();
    void shop.act('stop', 'web');
    const outcomes = shop.act('restart', 'db', 'web');
    await shop.end('web');
    await shop.end('db');
    expect((await outcomes).get('web')?.ok).toBe(true);
    expect(shop.living).toEqual(['api', 'db', 'docs', 'web']);
  });

  it.each(['restart', 'kill-restart'] as const)('starts nothing after the shutdown has begun: %s', async (action) => {
    const shop = await Shop.open();
    const outcomes = shop.act(action, 'db', 'api', 'web');
    await shop.end('web');
    const down = shop.watchdog.shutdown(); // What has its turn after this is stopped for good.
    for (const name of ['docs', 'api', 'db']) await shop.end(name);
    await down;
    await outcomes;
    const reasons = ['db', 'api', 'web'].map((name) => shop.watchdog.getStatus(name)?.reason);
    expect([shop.living, reasons.filter((reason) => reason?.includes('restart'))]).toEqual([[], []]);
  });
});
