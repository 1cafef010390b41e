import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import { type Line, plainText, spreadLine } from '../text/span.js';

/** The line over a terminal: whose it is, and where the keys go. */
export function terminalTitle(name: string, screen: ScreenReader, typing: boolean, focused: boolean, width: number): Line {
  const { columns, rows } = screen.size;
  const size = width < 60 ? '' : `   terminal, ${columns}x${rows}`;
  const skipped = screen.skipped === 0 ? '' : `   output left out: ${Math.ceil(screen.skipped / 1024)} KiB`;
  const right: Line = [
    { text: skipped, tone: 'progress' },
    { text: typing ? ' ' : '   I types into it ', tone: 'dim' },
  ];
  if (!typing) {
    const tone = focused ? 'plain' : 'dim';
    return spreadLine(
      [
        { text: ` ${plainText(name)}`, bold: focused, tone },
        { text: size, tone: 'dim' },
      ],
      right,
      width,
    );
  }
  const words = screen.open ? `typing into ${plainText(name)}; Ctrl+] leaves` : `${plainText(name)} has ended; Ctrl+] leaves`;
  return spreadLine([{ text: ` ${words}`, bold: true, tone: 'progress' }], right, width);
}
