import { describe, expect, it } from 'vitest';
import type { ExitRecord } from '../../../src/policy/restart/exit.js';
import { plainText } from '../../../src/policy/words/plain-text.js';
import type {
  ContainerEngine,
  ContainerOutput,
  InspectedContainer,
  LogRequest,
  StreamListener,
} from '../../../src/ports/container-engine.js';
import { ContainerLog } from '../../../src/supervisor/container/log.js';
import { RateSpans } from '../../../src/supervisor/log/rate-spans.js';
import { GenerationStarts } from '../../../src/view/log/generation-starts.js';
import { ContainerStage } from '../../api/container-stage.js';
import { FakeClock } from '../../ports/fake-clock.js';

it('the log of a container says when a life began, which stamps count from, and an end with 0 is no crash', async () => {
  const stage = new ContainerStage();
  stage.engine.make('redis');
  await stage.monitor();
  const startedAt = stage.clock.wallTime();
  stage.engine.crash('redis', 0);
  await stage.advance(3000);
  stage.engine.crash('redis', 3);
  await stage.advance(3000);
  const log = stage.watchdog.log('container:redis')!;
  const notes = log.slice(0, log.nextSeq).filter(({ stream }) => stream === 'watchdog');
  expect(notes[0]).toMatchObject({ note: 'start', text: 'started', time: startedAt });
  expect(notes.slice(1).map(({ note, text }) => `${note}: ${text.replace(/ after .*/, '')}`)).toEqual([
    'end: ended with exit code 0',
    'start: started',
    'crash: ended with exit code 3',
  ]);
  const starts = new GenerationStarts(() => log);
  expect(starts.startOf(log.nextSeq)).toBe(notes.at(-2)?.time);
  expect(starts.startOf(1)).toBe(startedAt);
});

/** The streams of a container's log, as the test has them written. */
class Streams {
  readonly opened: { readonly request: LogRequest; readonly listener: StreamListener<ContainerOutput> }[] = [];
  readonly engine = {
    logs: (request: LogRequest, listener: StreamListener<ContainerOutput>) => {
      this.opened.push({ request, listener });
      return { [Symbol.dispose]: () => {} };
    },
  } as unknown as ContainerEngine;

  says(stream: number, text: string, time: number): void {
    this.opened[stream]!.listener.took({ stream: 'stdout', chunk: Buffer.from(`${text}\n`), time });
  }
}

describe('a container that starts again while the log of its last life is read', () => {
  const over = { id: 'one', startedAt: 100, finishedAt: 200, running: false, tty: false } as InspectedContainer;
  const next = { ...over, startedAt: 301, running: true } as InspectedContainer;

  function stage() {
    const clock = new FakeClock();
    const said: string[] = [];
    const log = new ContainerLog(
      { clock, spans: new RateSpans(clock) },
      {
        changed: () => {},
        output: ({ chunk }) => said.push(chunk.toString().trimEnd()),
        figuresChanged: () => {},
        outputEnded: () => {},
      },
    );
    const streams = new Streams();
    const texts = () => log.store.slice(0, log.store.nextSeq).map(({ text }) => text);
    return { clock, log, streams, texts };
  }

  it('says each line once, behind the start of its own life', () => {
    const { log, streams, texts } = stage();
    log.follow(streams.engine, over);
    streams.says(0, 'ready', 150);
    streams.says(0, 'ready again', 300);
    log.follow(streams.engine, next);
    expect(streams.opened[1]!.request.since).toBe(201);
    streams.says(1, 'ready again', 300);
    expect(texts()).toEqual(['started', 'ready', 'started', 'ready again']);
  });

  it('has no long strings for the terminal, and a note of how much is left out', () => {
    const { log, streams, texts } = stage();
    log.follow(streams.engine, { ...next, running: true });
    streams.says(0, `\x1b]52;c;${'x'.repeat(10_000)}\x07ready`, 302);
    streams.says(0, `\x1bPq${'x'.repeat(10_000)}`, 303);
    log.exited({ code: 0, signal: null } as ExitRecord, [0]);
    log.close();
    const left = (bytes: number) => `${bytes} bytes of a control string for a terminal are left out here`;
    const shown = texts().map(plainText);
    expect(shown.slice(0, -1)).toEqual(['started', 'ready', left(5911), '', left(5907)]);
  });

  it('has its last words also where they are stamped after its end', () => {
    const { log, streams, texts } = stage();
    log.follow(streams.engine, over);
    streams.says(0, 'bye', 203);
    expect(texts()).toEqual(['started']);
    streams.opened[0]!.listener.ended('closed', false);
    expect(texts()).toEqual(['started', 'bye']);
  });
});
