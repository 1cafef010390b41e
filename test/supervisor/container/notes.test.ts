import { expect, it } from 'vitest';
import { GenerationStarts } from '../../../src/view/log/generation-starts.js';
import { ContainerStage } from '../../api/container-stage.js';

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
