import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeGzip } from '../../../src/adapters/files/gzip.js';
import { collectBundle } from '../../../src/api/bundle/collect.js';
import { bundleText } from '../../../src/api/bundle/text.js';
import { readBundle } from '../../../src/client/replay/read-bundle.js';
import { ReplaySource } from '../../../src/client/replay/source.js';
import { EventHistory } from '../../../src/supervisor/events/history.js';
import { Stage } from '../../api/stage.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { settle } from '../../ports/fake-spawner.js';

/** Five minutes: `db` runs, `api` crashes twice, and `web` cannot be started. */
async function recorded(file: string) {
  const stage = new Stage();
  const { watchdog, spawner, clock } = stage;
  const history = new EventHistory(watchdog, clock);
  spawner.missing.add('web');
  for (const name of ['db', 'api', 'web']) watchdog.register({ name, command: name, dependsOn: name === 'api' ? ['db'] : [] });
  watchdog.up();
  await settle();
  const begun = clock.now();
  const crash = async (text: string) => {
    const child = spawner.children.findLast(({ spec }) => spec.command === 'api')!;
    child.events.output('stderr', Buffer.from(`${text}\n`));
    child.exit({ code: 1 });
    await settle();
  };
  await stage.advance(60_000);
  await crash('Error: the first');
  await stage.advance(60_000);
  await crash('Error: the second');
  await stage.advance(180_000);
  const parts = { watchdog, history, clock, project: 'shop', sinceMs: 1_800_000 };
  await writeGzip(file, bundleText(await collectBundle(parts)));
  return { stage, begun };
}

async function opened() {
  const temporary = await TemporaryFolder.make();
  const file = join(temporary.path, 'b.gz');
  const { stage, begun } = await recorded(file);
  const clock = new FakeClock();
  const source = new ReplaySource(readBundle(file), clock);
  const row = (name: string) => source.processes().find((each) => each.name === name);
  return { source, stage, begun, clock, row, file, [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]() };
}

describe('A replay', () => {
  it('opens at the last instant, with the rows of then, on the sickest process', async () => {
    await using replay = await opened();
    const { source, stage } = replay;
    expect(source.at).toBe(source.last);
    expect(source.processes()).toEqual(
      stage.watchdog.snapshots().map((row) => ({ ...row, logRate: null, errors: expect.any(Number) })),
    );
    expect([source.sickest, source.project, source.now()]).toEqual(['web', 'shop', stage.clock.now()]);
  });

  it('shows any instant: rows, log, events, crashes and details', async () => {
    await using replay = await opened();
    const { source, begun, row } = replay;
    source.goTo(begun + 60_500);
    expect(row('api')).toMatchObject({ state: 'backoff', failuresInRow: 1, errors: 1 });
    expect(source.crashes('api')).toHaveLength(1);
    const texts = source
      .log('api')
      .slice(0, 100)
      .map(({ text }) => text);
    expect(texts).toContain('Error: the first');
    expect(texts).not.toContain('Error: the second');
    expect(source.details('api')?.ends).toHaveLength(1);
    expect(source.details('api')?.dependencies).toMatchObject([{ name: 'db', state: 'running' }]);
    expect(source.events().at(-1)!.at).toBeLessThanOrEqual(source.wallTime());

    source.goTo(begun + 30_000);
    expect(row('api')).toMatchObject({ state: 'running', errors: 0 });
    expect(source.crashes('api')).toEqual([]);
    source.goTo(source.last);
    expect(source.crashes('api').length).toBeGreaterThan(0);
  });

  it('has another log for those who read on where it has become shorter, and the same where it grew', async () => {
    await using replay = await opened();
    const { source, begun } = replay;
    source.goTo(begun + 30_000);
    const log = source.log('api');
    const { nextSeq, revision } = log;
    source.goTo(begun + 70_000);
    expect(source.log('api')).toBe(log);
    expect(log.nextSeq).toBeGreaterThan(nextSeq);
    expect(log.revision).toBeGreaterThan(revision);
    source.goTo(begun + 30_000);
    expect(source.log('api')).not.toBe(log);
    expect(source.log('api').nextSeq).toBe(nextSeq);
  });

  it('goes to the crash before and the next one, and says whose it was', async () => {
    await using replay = await opened();
    const { source, begun, row } = replay;
    expect([source.goToCrash(-1), source.at - begun]).toEqual(['api', 120_000]);
    expect(row('api')?.state).toBe('backoff');
    expect([source.goToCrash(-1), source.at - begun]).toEqual(['api', 60_000]);
    expect([source.goToCrash(-1), source.at - begun]).toEqual(['web', 0]);
    expect(source.goToCrash(-1)).toBeUndefined();
    expect([source.goToCrash(1), source.at - begun]).toEqual(['api', 60_000]);
  });

  it('goes from event to event, each time to another instant', async () => {
    await using replay = await opened();
    const { source, begun } = replay;
    source.goTo(begun + 1);
    const instants: number[] = [];
    while (source.goToEvent(1)) instants.push(source.at - begun);
    expect(instants).toEqual([60_000, 61_000, 120_000, 121_000]);
    expect(source.goToEvent(-1)).toBe(true);
    expect(source.at - begun).toBe(120_000);
  });

  it('plays, up to sixty times as fast, and rests at the end', async () => {
    await using replay = await opened();
    const { source, begun, clock } = replay;
    let changes = 0;
    source.subscribe(() => {
      changes += 1;
    });
    source.goTo(begun + 1000);
    source.play(true);
    clock.advance(2000);
    expect([source.at - begun, source.isPlaying]).toEqual([3000, true]);
    for (let press = 0; press < 9; press += 1) source.changeSpeed(1);
    expect(source.speed).toBe(60);
    clock.advance(1000);
    expect(source.at - begun).toBe(63_000);
    source.play(false);
    clock.advance(60_000);
    expect(source.at - begun).toBe(63_000);
    source.play(true);
    clock.advance(60_000);
    expect([source.at, source.isPlaying, clock.pending]).toEqual([source.last, false, 0]);
    source.play(true);
    expect(source.at).toBe(source.first);
    source.close();
    expect(changes).toBeGreaterThan(30);
  });

  it('gives the same arrays as long as nothing changed, and changes nothing', async () => {
    await using replay = await opened();
    const { source } = replay;
    const seen = [source.processes(), source.events(), source.crashes('api')];
    source.goTo(source.last + 5);
    expect([source.processes(), source.events(), source.crashes('api')].map((each, at) => each === seen[at])).toEqual([
      true,
      true,
      true,
    ]);
    expect(await source.act('stop', ['api'])).toMatchObject([{ ok: false }]);
  });
});

describe('A file that is replayed', () => {
  it.each([
    ['is not there', () => undefined, 'there is no such file'],
    ['is no bundle', () => Buffer.from('hello'), 'it is not a bundle, or it is not complete'],
    ['is cut off', (whole: Buffer) => whole.subarray(0, whole.length - 50), 'it is not a bundle, or it is not complete'],
    ['is of a later version', (whole: Buffer) => edited(whole, /"bundle":1/, '"bundle":9'), 'its version is not supported'],
    ['lacks lines', (whole: Buffer) => edited(whole, /\n\{"kind":"event".*/, ''), 'it is not complete'],
    ['holds something else', (whole: Buffer) => edited(whole, /"state":"running"/, '"state":7'), /its line \d+ is not valid/],
  ])('and %s is refused in words', async (_, changed, why) => {
    await using temporary = await TemporaryFolder.make();
    const file = join(temporary.path, 'b.gz');
    await recorded(file);
    const bytes = changed(readFileSync(file));
    const path = bytes === undefined ? `${file}.gone` : file;
    if (bytes !== undefined) writeFileSync(file, bytes);
    expect(() => readBundle(path)).toThrow(why);
  });
});

function edited(whole: Buffer, pattern: RegExp, replacement: string): Buffer {
  return gzipSync(gunzipSync(whole).toString().replaceAll(new RegExp(pattern, 'g'), replacement));
}
