import type { Clipboard, CopyOutcome } from '../../ports/clipboard.js';
import { spawnAlone } from '../node/start-program.js';

/** Bytes that terminals take in one OSC 52: hterm and xterm refuse more than 100 000 of its base64. */
const mostBytes = 74_994;

/** Milliseconds after which a program that does not take the text is ended. */
const toolTimeoutMs = 2000;

/** What is needed of the terminal, and of the environment to know which programs there can be. */
export interface ClipboardPlace {
  readonly terminal: { write(text: string): unknown };
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** Characters of a string that GNU screen passes on to the terminal: it leaves longer ones out. */
const longestInScreen = 512;

/**
 * Copies to the clipboard of the terminal, which works over ssh too (OSC 52), and to that of the system where one of its
 * programs is there: wl-copy, xclip, xsel, pbcopy. Which terminals take OSC 52 cannot be known; tmux takes none from programs
 * unless it is set to, but passes on what its own command gives it.
 */
export class TerminalClipboard implements Clipboard {
  readonly #place: ClipboardPlace;

  constructor(place: ClipboardPlace) {
    this.#place = place;
  }

  async copy(text: string): Promise<CopyOutcome> {
    const part = wholeLines(text, mostBytes);
    // Text and sequence in one write, so that no frame comes in between.
    if (part !== '') this.#place.terminal.write(this.#wrapped(`\x1b]52;c;${Buffer.from(part).toString('base64')}\x07`));
    for (const [command, ...args] of toolsOf(this.#place)) {
      if (await takes(command!, args, text, this.#place.environment)) return { tool: command, sent: part.length };
    }
    return { tool: undefined, sent: part.length };
  }

  /** As the terminal of GNU screen passes a sequence on: in pieces, each in a DCS. */
  #wrapped(sequence: string): string {
    const { STY, TMUX } = this.#place.environment;
    if (!STY || TMUX) return sequence;
    const pieces = sequence.match(new RegExp(`.{1,${longestInScreen}}`, 'gs')) ?? [];
    return pieces.map((piece) => `\x1bP${piece}\x1b\\`).join('');
  }
}

function toolsOf({ environment, platform }: ClipboardPlace): readonly (readonly string[])[] {
  if (platform === 'darwin') return [['pbcopy']];
  const wayland = environment.WAYLAND_DISPLAY ? [['wl-copy']] : [];
  const x11 = environment.DISPLAY
    ? [
        ['xclip', '-selection', 'clipboard', '-in'],
        ['xsel', '--clipboard', '--input'],
      ]
    : [];
  // Before version 3.2 it has no -w.
  const tmux = environment.TMUX
    ? [
        ['tmux', 'load-buffer', '-w', '-'],
        ['tmux', 'load-buffer', '-'],
      ]
    : [];
  return [...wayland, ...x11, ...tmux];
}

/** Whether the program is there and took the text. */
function takes(command: string, args: readonly string[], text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    // Some stay in the background for as long as they hold the text: they must have none of our pipes.
    const child = spawnAlone(command, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      env,
      timeout: toolTimeoutMs,
      killSignal: 'SIGKILL',
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
    child.stdin?.on('error', () => {}); // It ended before it read all; its exit code shows that.
    child.stdin?.end(text);
  });
}

/** The whole lines at the start of a text that fit into `bytes` bytes. */
function wholeLines(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let end = text.lastIndexOf('\n', bytes);
  while (end > 0 && Buffer.byteLength(text.slice(0, end)) > bytes) end = text.lastIndexOf('\n', end - 1);
  return end <= 0 ? '' : text.slice(0, end);
}
