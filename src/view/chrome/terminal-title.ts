import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { KeyBindings } from '../commands/command.js';
import { titlePiece, titleRule } from '../log/title-rule.js';
import { type Line, plainText } from '../text/span.js';

/** What the title of a terminal shows. */
export interface TerminalTitleFacts {
  readonly name: string;
  readonly screen: Pick<ScreenReader, 'size' | 'skipped' | 'open'>;
  /** Whether the keys go into it. */
  readonly typing: boolean;
  readonly focused: boolean;
  /** Why the process is as it is, where its row has no room for that; else empty. */
  readonly reason: string;
  readonly keymap: KeyBindings;
}

/** The line over a terminal: whose it is, and where the keys go. */
export function terminalTitle({ name, screen, typing, focused, reason, keymap }: TerminalTitleFacts, width: number): Line {
  const { columns, rows } = screen.size;
  const skipped = screen.skipped === 0 ? '' : `output left out: ${Math.ceil(screen.skipped / 1024)} KiB`;
  const right = [
    ...titlePiece(skipped, 'progress', 2),
    ...titlePiece(typing ? '' : keymap.say('{terminal.type} types into it'), 'dim', 3),
  ];
  if (!typing) {
    const left = [...titlePiece(plainText(reason), 'plain', 3), ...titlePiece(`terminal, ${columns}x${rows}`, 'dim', 1)];
    return titleRule({ name: plainText(name), focused, left, right }, width);
  }
  const leave = keymap.say('{terminal.leave} leaves');
  const words = screen.open ? `typing into ${plainText(name)}; ${leave}` : `${plainText(name)} has ended; ${leave}`;
  return titleRule({ name: words, focused: true, left: [], right }, width);
}
