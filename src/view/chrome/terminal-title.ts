import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { KeyBindings } from '../commands/command.js';
import { type Line, plainText, spreadLine } from '../text/span.js';

/** What the line over a terminal says beside what the terminal is. */
export interface TerminalTitleAround {
  /** Whether the keys go into it. */
  readonly typing: boolean;
  readonly focused: boolean;
  readonly keymap: KeyBindings;
}

/** The line over a terminal: whose it is, and where the keys go. */
export function terminalTitle(
  name: string,
  screen: ScreenReader,
  { typing, focused, keymap }: TerminalTitleAround,
  width: number,
): Line {
  const { columns, rows } = screen.size;
  const size = width < 60 ? '' : `   terminal, ${columns}x${rows}`;
  const skipped = screen.skipped === 0 ? '' : `   output left out: ${Math.ceil(screen.skipped / 1024)} KiB`;
  const right: Line = [
    { text: skipped, tone: 'progress' },
    { text: typing ? ' ' : keymap.say('   {terminal.type} types into it '), tone: 'dim' },
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
  const leave = keymap.say('{terminal.leave} leaves');
  const words = screen.open ? `typing into ${plainText(name)}; ${leave}` : `${plainText(name)} has ended; ${leave}`;
  return spreadLine([{ text: ` ${words}`, bold: true, tone: 'progress' }], right, width);
}
