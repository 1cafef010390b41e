import type { ConfigProblem } from '../../config/problems/config-error.js';
import { type Notice, noticeLine } from '../../supervisor/events/notice.js';
import { refusalMs, successMs, type Toast } from '../state/toasts.js';
import { fitLine, type Line, plainText } from '../text/span.js';
import { wrapText } from '../text/wrap.js';

/** A notice as a toast at monotonic time `now`. */
export function noticeToast(notice: Notice, now: number): Toast {
  const about = `notice ${notice.name ?? ''}`;
  return { about, text: noticeLine(notice), tone: notice.trouble ? 'trouble' : 'progress', until: now + refusalMs };
}

/** What is wrong with the configuration as a toast, which stays until that is mended; undefined says that it is. */
export function problemToast(problem: ConfigProblem | undefined, now: number): Toast {
  const about = 'configuration';
  if (problem === undefined) return { about, text: 'configuration valid again', tone: 'good', until: now + successMs };
  const [first = ''] = (problem.parts[0]?.message ?? '').split('\n', 1);
  return { about, text: `${first}; {configuration.reload} shows all and tries again`, tone: 'trouble', until: Infinity };
}

/** All that is wrong with the configuration as a page. Every line is `width` cells. */
export function problemPage({ parts }: ConfigProblem, width: number): readonly Line[] {
  const title: Line = [{ text: ' Invalid configuration; still running the last valid one', bold: true }];
  const lines = parts.flatMap(({ message, source }, index) => [
    ...(index === 0 ? [] : ['']),
    ...message.split('\n').flatMap((line) => wrapText(plainText(line), width - 2)),
    // Of a line of the file, the mark below it says where to look.
    ...(source?.split('\n').map(plainText) ?? []),
  ]);
  return [title, [], ...lines.map((line): Line => [{ text: ` ${line}` }])].map((line) => fitLine(line, width));
}
