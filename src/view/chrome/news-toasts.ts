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
export function problemToast(text: string | undefined, now: number): Toast {
  const about = 'configuration';
  if (text === undefined) return { about, text: 'configuration valid again', tone: 'good', until: now + successMs };
  const [first = ''] = text.split('\n');
  return { about, text: `${first}; {configuration.reload} shows all and tries again`, tone: 'trouble', until: Infinity };
}

/** All that is wrong with the configuration as a page. Every line is `width` cells. */
export function problemPage(text: string, width: number): readonly Line[] {
  const title: Line = [{ text: ' Invalid configuration; still running the last valid one', bold: true }];
  const lines = text.split('\n').flatMap((line) => {
    const words = plainText(line);
    // Of a line of the file, the mark below it says where to look.
    return /^\s*\d*\s*\|/.test(words) ? [words] : wrapText(words, width - 2);
  });
  return [title, [], ...lines.map((line): Line => [{ text: ` ${line}` }])].map((line) => fitLine(line, width));
}
