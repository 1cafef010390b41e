import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EventHistory } from '../../src/supervisor/events/history.js';
import { EmbeddedSource } from '../../src/view/actions/embedded-source.js';
import { Stage } from '../api/stage.js';
import { openApp } from '../components/stage/open-app.js';
import { ArraySink, ArraySinks } from '../ports/array-sinks.js';
import { settle } from '../ports/fake-spawner.js';
import { hopLists } from './hops.js';
import { projectFolder } from './source-tree.js';

/** What is on the way and no hop: it hands on what it is given, and decides nothing. */
const handsOn: readonly string[] = [
  'src/api/wired-project.ts', // to all who listen to the Watchdog
  'src/supervisor/events/call-guarded.ts', // a listener that throws stops nothing
  'src/supervisor/events/listeners.ts',
  'src/supervisor/log/generation.ts', // says which lines are those of the generation
  'src/supervisor/masked-ports.ts', // takes secrets out of what children say
  'src/supervisor/process-history.ts', // to the books of the history
  'src/supervisor/process-unit.ts', // what a unit is to those who know no processes
  'src/supervisor/project.ts', // joins what is above and below it
  'src/supervisor/publisher.ts', // makes events of it
  'src/supervisor/taken-ports.ts', // sees which starts found their port taken
  'src/supervisor/terminal/process.ts', // a pipe is passed through
];

const lists = hopLists(readFileSync(join(projectFolder, 'CONTRIBUTING.md'), 'utf8'));
const [ofKey = [], ofChunk = [], ofCrash = []] = lists.map((hops) => [...new Set(hops.map(({ file }) => file))]);

/** The files of the project that the present call came through. */
function filesWalked(): readonly string[] {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = before;
  // Where the test itself is does not count.
  const found = stack.replaceAll(projectFolder, '@').matchAll(/@((?:src|hooks|components)\/[\w/.-]+\.tsx?):/g);
  return [...new Set([...found].flatMap(([, file]) => file ?? []))];
}

/** Walked files that are neither a hop nor known to hand on alone. */
function leftOut(walked: readonly string[], hops: readonly string[]): readonly string[] {
  return walked.filter((file) => !hops.includes(file) && !handsOn.includes(file));
}

const key: string[] = [];
const chunk: string[] = [];
const crash: string[] = [];

beforeAll(async () => {
  {
    using app = await openApp({});
    const act = vi.spyOn(app.source, 'act').mockImplementation(async () => {
      key.push(...filesWalked());
      return [{ ok: true, text: 'restarted' }];
    });
    app.screen.press('r');
    await vi.waitFor(() => expect(act).toHaveBeenCalled());
  }
  const stage = new Stage({}, { sinks: new ArraySinks() }).register({ logs: { file: true } });
  await stage.start();
  const source = new EmbeddedSource('shop', stage.watchdog, stage.clock, new EventHistory(stage.watchdog, stage.clock));
  const child = stage.spawner.last;
  vi.spyOn(ArraySink.prototype, 'write').mockImplementation(() => void chunk.push(...filesWalked()));
  const stopReading = source.subscribe(() => chunk.push(...filesWalked()));
  child.print('Error: no stock\n');
  await stage.advance(100);
  stopReading();
  vi.spyOn(child, 'signal').mockImplementation(() => void key.push(...filesWalked()));
  void source.act('restart', ['api']);
  await settle();
  const spawn = stage.spawner.spawn.bind(stage.spawner);
  vi.spyOn(stage.spawner, 'spawn').mockImplementation((spec, events) => {
    key.push(...filesWalked());
    return spawn(spec, events);
  });
  child.exit({ signal: 'SIGTERM' });
  await settle();
  for (const event of ['exited', 'crashed', 'backoff'] as const) stage.watchdog.on(event, () => crash.push(...filesWalked()));
  stage.watchdog.onChange(() => crash.push(...filesWalked()));
  stage.spawner.last.print('Error: no stock\n');
  await stage.crash();
  await stage.advance(100);
});

afterEach(() => vi.restoreAllMocks());

const ways = [
  ['a key', key, ofKey, 12],
  ['a chunk of output', chunk, ofChunk, 5],
  ['a crash', crash, ofCrash, 6],
] as const;

describe('what is walked for real', () => {
  it.each(ways)('by %s is in CONTRIBUTING.md, each file of it', (_name, walked, hops, least) => {
    expect(leftOut([...new Set(walked)], hops)).toEqual([]);
    expect(hops.filter((file) => walked.includes(file)).length).toBeGreaterThanOrEqual(least);
  });

  it.each(ways)('by %s would be noticed with any hop of it left out', (_name, walked, hops) => {
    for (const file of hops.filter((each) => walked.includes(each) && !handsOn.includes(each))) {
      const others = hops.filter((each) => each !== file);
      expect(leftOut([...new Set(walked)], others)).toEqual([file]);
    }
  });

  it('has all that only hands on', () => {
    const all = new Set([...key, ...chunk, ...crash]);
    expect(handsOn.filter((file) => !all.has(file))).toEqual([]);
  });
});
