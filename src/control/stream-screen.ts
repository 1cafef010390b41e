import type { ConfigProblem } from '../config/problems/config-error.js';
import type { Notice } from '../supervisor/events/notice.js';
import type { EventStream } from './event-stream.js';
import { ScreenDifference, type ScreenParts } from './screen-difference.js';
import { sendFrames } from './send-frames.js';

/** Milliseconds between two messages: as often as the dashboard beside the watchdog polls. */
const frameMs = 87;
/** Notices that wait for a slow reader; of more, the oldest are old news. */
const mostNotices = 20;

/**
 * Sends what a dashboard shows, and then what changed of it, until the reader is gone. As long as it is there, what the processes
 * use is measured.
 */
export async function streamScreen(stream: EventStream, parts: ScreenParts): Promise<void> {
  const { watchdog, clock } = parts;
  const difference = new ScreenDifference(parts);
  let notices: readonly Notice[] = [];
  let problem: ConfigProblem | undefined;
  let sentProblem: ConfigProblem | undefined;
  const onChange = (touch: () => void): (() => void) => {
    const stops = [
      watchdog.usage.watch(),
      watchdog.onChange(touch),
      watchdog.onNotice((notice) => {
        notices = [...notices, notice].slice(-mostNotices);
        touch();
      }),
      parts.onProblem((other) => {
        problem = other;
        touch();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };
  const send = (): true => {
    stream.send('screen', difference.next());
    if (problem !== sentProblem) stream.send('problem', problem ?? { text: null });
    sentProblem = problem;
    for (const notice of notices) stream.send('notice', notice);
    notices = [];
    return true;
  };
  await sendFrames(stream, { clock, frameMs, onChange, send });
}
