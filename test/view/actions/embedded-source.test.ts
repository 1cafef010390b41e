import { describe, expect, it } from 'vitest';
import { EventHistory } from '../../../src/supervisor/events/history.js';
import { EmbeddedSource } from '../../../src/view/actions/embedded-source.js';
import { Stage } from '../../api/stage.js';
import { settle } from '../../ports/fake-spawner.js';

describe('The source of a dashboard in the same program', () => {
  it('reads the tree of a process while its details are open, every two seconds, and reports when it has', async () => {
    const stage = new Stage().register();
    const source = new EmbeddedSource('shop', stage.watchdog, stage.clock, new EventHistory(stage.watchdog, stage.clock));
    await stage.start();
    let looks = 0;
    stage.inspector.tree = async () => {
      looks += 1;
      return [{ pid: 1000, parent: 1, program: 'api', runState: 'S', ports: [looks] }];
    };
    let changes = 0;
    const stop = source.subscribe(() => {
      changes += 1;
    });
    expect(source.details('api')?.tree).toBeNull();
    source.details('api');
    await settle();
    stage.clock.advance(100);
    expect([looks, changes, source.details('api')?.tree?.[0]?.ports]).toEqual([1, 1, [1]]);
    stage.clock.advance(1900);
    source.details('api');
    await settle();
    expect([looks, source.details('api')?.tree?.[0]?.ports]).toEqual([2, [2]]);
    stop();
  });

  it('hands out the events and the crashes, and nothing for a name that is not known', async () => {
    const stage = new Stage();
    const source = new EmbeddedSource('shop', stage.watchdog, stage.clock, new EventHistory(stage.watchdog, stage.clock));
    stage.register();
    await stage.start();
    await stage.crash(7);
    expect(source.events().map(({ event }) => event)).toContain('exited');
    expect(source.events()).toBe(source.events());
    expect(source.crashes('api')).toBe(stage.watchdog.crashes('api'));
    expect(source.crashes('api')[0]?.words).toBe('exit code 7');
    expect([source.details('nobody'), source.crashes('nobody')]).toEqual([undefined, []]);
  });
});
