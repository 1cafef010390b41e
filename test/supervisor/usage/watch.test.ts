import { describe, expect, it } from 'vitest';
import { Stage } from '../../api/stage.js';
import { settle } from '../../ports/fake-spawner.js';
import { sampleMember } from '../../ports/fake-usage-sampler.js';

/** A stage on which `api` runs, has run for an hour, and uses what the test says. */
class UsageStage extends Stage {
  /** How often the watchdog said that something changed. */
  changes = 0;
  #cpuMs = 0;

  static async open(): Promise<UsageStage> {
    const stage = new UsageStage();
    await stage.register().start();
    stage.uses(0, 52_428_800);
    stage.watchdog.onChange(() => {
      stage.changes += 1;
    });
    return stage;
  }

  /** `api` uses so much more processor time, and has so much memory. */
  uses(cpuMs: number, memory: number, fields: { ageMs?: number; pid?: number } = {}): void {
    this.#cpuMs += cpuMs;
    this.usage.table.set('api', [sampleMember({ ...fields, cpuMs: this.#cpuMs, memory })]);
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await settle();
  }

  get api() {
    return this.watchdog.snapshots()[0]!;
  }
}

describe('A watchdog', () => {
  it('measures nothing without readers', async () => {
    const stage = await UsageStage.open();
    await stage.pass(60_000);
    expect(stage.usage.passes).toEqual([]);
    expect(stage.api).toMatchObject({ cpu: null, memory: null, ports: [] });
  });

  it('measures every two seconds for its readers, all that is up in one pass, until the last one is gone', async () => {
    const stage = await UsageStage.open();
    stage.register({ name: 'db' }).register({ name: 'idle' });
    await stage.start('db');
    const stops = [stage.watchdog.usage.watch(), stage.watchdog.usage.watch()];
    await stage.pass(500);
    for (let pass = 0; pass < 3; pass += 1) await stage.pass(2000);
    expect(stage.usage.passes).toEqual(Array(4).fill(['api', 'db']));
    stops[0]!();
    stops[0]!();
    await stage.pass(2000);
    expect(stage.usage.passes).toHaveLength(5);
    stops[1]!();
    await stage.pass(60_000);
    expect(stage.usage.passes).toHaveLength(5);
  });

  it('says what a tree uses of a core and of the memory, and forgets it when its last reader is gone', async () => {
    const stage = await UsageStage.open();
    stage.usage.portsOf.set('api', [3000, 9229]);
    const stop = stage.watchdog.usage.watch();
    await stage.pass(500);
    expect(stage.api).toMatchObject({ cpu: null, memory: 52_428_800, ports: [3000, 9229] });
    stage.uses(31, 52_428_800);
    await stage.pass(2000);
    const figures = { cpu: 1.6, memory: 52_428_800, ports: [3000, 9229] };
    expect(stage.api).toMatchObject(figures);
    expect(stage.watchdog.getStatus('api')).toMatchObject(figures);
    stop();
    expect(stage.api).toMatchObject({ cpu: null, memory: null, ports: [] });
  });

  it('knows at once what a young process has used since its start', async () => {
    const stage = await UsageStage.open();
    stage.uses(500, 1e6, { ageMs: 1000 });
    stage.watchdog.usage.watch();
    await stage.pass(500);
    expect(stage.api.cpu).toBe(50);
  });

  it('changes no snapshot for what cannot be seen', async () => {
    const stage = await UsageStage.open();
    stage.watchdog.usage.watch();
    stage.register({ name: 'db' });
    await stage.start('db');
    stage.usage.table.set('db', [sampleMember({ memory: 7e6 })]);
    await stage.pass(500);
    await stage.pass(2000);
    const [api, db] = stage.watchdog.snapshots();
    const before = stage.changes;
    stage.uses(0.5, 52_450_000);
    await stage.pass(2000);
    expect(stage.changes).toBe(before);
    expect(stage.watchdog.snapshots()).toEqual([api, db]);
    expect(stage.watchdog.snapshots()[0]).toBe(api);
    stage.uses(100, 52_450_000);
    await stage.pass(2000);
    expect(stage.changes).toBe(before + 1);
    expect(stage.watchdog.snapshots()[0]).toMatchObject({ cpu: 5, memory: 52_450_000 });
    expect(stage.watchdog.snapshots()[1]).toBe(db);
    expect(stage.watchdog.snapshots()).toBe(stage.watchdog.snapshots());
  });

  it('measures as often as ever where a pass only waits for a busy machine', async () => {
    const stage = await UsageStage.open();
    stage.usage.onPass = () => {
      stage.clock.advance(400);
      stage.usage.workMs += 5;
    };
    stage.watchdog.usage.watch();
    await stage.pass(500);
    for (let passes = 2; passes < 6; passes += 1) {
      await stage.pass(2000);
      expect(stage.usage.passes).toHaveLength(passes);
    }
  });

  it('measures more rarely where a pass is much work', async () => {
    const stage = await UsageStage.open();
    const work = (ms: number) => () => {
      stage.clock.advance(ms);
      stage.usage.workMs += ms;
    };
    const intervals = async (ms: number, waits: readonly number[]): Promise<void> => {
      for (const wait of waits) {
        const { length } = stage.usage.passes;
        stage.usage.onPass = work(ms);
        await stage.pass(wait - 1);
        expect(stage.usage.passes).toHaveLength(length);
        await stage.pass(1);
        expect(stage.usage.passes).toHaveLength(length + 1);
      }
    };
    stage.watchdog.usage.watch();
    await intervals(15, [500, 2500]); // A figure that is displayed is no older, for at most 1 % of the time.
    await intervals(40, [2500, 4000]);
    await intervals(60_000, [4000, 30_000]);
  });

  it('measures no more rarely where ports alone are much work', async () => {
    const stage = await UsageStage.open();
    stage.usage.onPorts = () => {
      stage.usage.workMs += 40;
    };
    stage.watchdog.usage.watch();
    await stage.pass(500);
    for (let passes = 2; passes < 8; passes += 1) {
      await stage.pass(2000);
      expect(stage.usage.passes).toHaveLength(passes);
    }
    expect(stage.usage.portLooks).toBe(2);
  });

  it('reads ports only every five seconds', async () => {
    const stage = await UsageStage.open();
    stage.watchdog.usage.watch();
    await stage.pass(500);
    for (let pass = 0; pass < 6; pass += 1) await stage.pass(2000);
    expect([stage.usage.passes.length, stage.usage.portLooks]).toEqual([7, 3]);
  });

  it('keeps the last sixty samples, and those before a crash', async () => {
    const stage = await UsageStage.open();
    stage.watchdog.usage.watch();
    await stage.pass(500);
    for (let pass = 1; pass <= 70; pass += 1) {
      stage.uses(pass * 2, pass * 1e6);
      await stage.pass(2000);
    }
    const history = stage.watchdog.usageHistory('api');
    expect(history).toHaveLength(60);
    expect([history[0]?.cpu, history.at(-1)?.cpu]).toEqual([1.1, 7]);
    await stage.crash();
    expect(stage.api).toMatchObject({ cpu: null, memory: null });
    expect(stage.watchdog.usageHistory('api').at(-1)).toEqual({ at: stage.clock.wallTime(), cpu: 7, memory: 70e6 });
    expect(stage.watchdog.usageHistory('nobody')).toEqual([]);
  });

  it('does not take the figures of one generation for those of the next', async () => {
    const stage = await UsageStage.open();
    stage.watchdog.usage.watch();
    await stage.pass(500);
    stage.uses(2000, 1e6);
    await stage.pass(2000);
    expect(stage.api.cpu).toBe(100);
    await stage.crash();
    await stage.pass(1000);
    expect(stage.api).toMatchObject({ state: 'running', cpu: null });
    stage.usage.table.set('api', [sampleMember({ pid: 200, ageMs: 1000, cpuMs: 20 })]);
    await stage.pass(1000);
    expect(stage.api.cpu).toBe(2);
  });

  it('sets no timer any more after its shutdown, whatever still reads it', async () => {
    const stage = await UsageStage.open();
    stage.watchdog.usage.watch();
    await stage.pass(500);
    const ended = stage.watchdog.shutdown();
    await settle();
    await stage.crash(0);
    await ended;
    expect(stage.clock.pending).toBe(0);
    stage.watchdog.usage.watch();
    await stage.watchdog.usage.measure();
    expect(stage.clock.pending).toBe(0);
  });
});

describe('A single sample', () => {
  it('makes two readings 0.3 s apart where there was none', async () => {
    const stage = await UsageStage.open();
    const looked = stage.watchdog.usage.measure();
    await settle();
    stage.uses(30, 52_428_800);
    await stage.pass(300);
    await looked;
    expect(stage.api).toMatchObject({ cpu: 10, memory: 52_428_800 });
    expect(stage.usage.passes).toHaveLength(2);
  });

  it('does not wait where it is read already, nor where nothing is up, nor where nothing can be read', async () => {
    const stage = await UsageStage.open();
    stage.watchdog.usage.watch();
    await stage.pass(500);
    await stage.pass(2000);
    await stage.watchdog.usage.measure();
    expect(stage.usage.passes).toHaveLength(2);
    const unreadable = await UsageStage.open();
    unreadable.usage.table.clear();
    await unreadable.watchdog.usage.measure();
    expect(unreadable.api.cpu).toBeNull();
    await new Stage().watchdog.usage.measure();
  });

  it('keeps the figures at hand for ten seconds after it, and measures no longer then', async () => {
    const stage = await UsageStage.open();
    for (const passes of [2, 2]) {
      const looked = stage.watchdog.usage.measure();
      await settle();
      await stage.pass(300);
      await looked;
      expect(stage.usage.passes).toHaveLength(passes);
    }
    for (let ms = 0; ms < 20_000; ms += 100) await stage.pass(100);
    const passes = stage.usage.passes.length;
    expect(passes).toBeGreaterThan(5);
    expect(passes).toBeLessThan(9);
    expect(stage.api.cpu).toBeNull();
    await stage.pass(60_000);
    expect(stage.usage.passes).toHaveLength(passes);
  });
});
