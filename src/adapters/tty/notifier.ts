import type { Notification } from '../../policy/process/attention.js';
import type { Notifier, NotifyBy } from '../../ports/notifier.js';
import { spawnAlone } from '../node/start-program.js';

/** How a terminal, or the desktop behind it, is asked for a notification. */
export type DesktopProtocol = 'osc9' | 'osc777' | 'notify-send';

type Environment = Readonly<Record<string, string | undefined>>;

const bell = '\x07';
const stringEnd = '\x1b\\';
const longestText = 200;

/**
 * The one way by which this terminal is asked, so that the user is not notified twice. A terminal of which nothing is known is asked by
 * OSC 9, which those that do not know it skip; one without a window cannot be asked.
 */
export function desktopProtocol(env: Environment): DesktopProtocol | undefined {
  const hasDesktop = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  // What goes on inside of them does not reach the terminal around.
  if (env.TMUX || env.STY) return hasDesktop ? 'notify-send' : undefined;
  if (/^(iTerm\.app|WezTerm|ghostty)$/.test(env.TERM_PROGRAM ?? '') || /kitty|ghostty/.test(env.TERM ?? '')) return 'osc9';
  if (/^(foot|rxvt)/.test(env.TERM ?? '')) return 'osc777';
  if (hasDesktop) return 'notify-send';
  return hasWindow(env) ? 'osc9' : undefined;
}

/**
 * Notifies through the terminal that the dashboard is drawn on. What it writes moves no cursor and draws nothing, so it may stand
 * between any two frames.
 */
export class TerminalNotifier implements Notifier {
  readonly #write: (text: string) => void;
  readonly #environment: Environment;
  #way: DesktopProtocol | undefined;
  #hasTitle = false;

  /** @param write to a terminal, never to a pipe */
  constructor(write: (text: string) => void, environment: Environment) {
    this.#write = write;
    this.#environment = environment;
    this.#way = desktopProtocol(environment);
  }

  notify(notification: Notification, by: NotifyBy): void {
    if (by.bell) this.#write(bell);
    if (by.desktop) this.#showOnDesktop({ title: safe(notification.title), body: safe(notification.body) });
  }

  setTitle(text: string): void {
    if (!hasWindow(this.#environment)) return;
    // The terminal keeps the old title on a stack.
    if (!this.#hasTitle) this.#write('\x1b[22;0t');
    this.#hasTitle = true;
    this.#write(`\x1b]2;${safe(text)}${stringEnd}`);
  }

  close(): void {
    if (!this.#hasTitle) return;
    this.#hasTitle = false;
    // A terminal without the stack at least does not go on telling what is no longer so.
    this.#write(`\x1b]2;${stringEnd}\x1b[23;0t`);
  }

  #showOnDesktop({ title, body }: Notification): void {
    const line = body === '' ? title : `${title}: ${body}`;
    // A digit and a semicolon at its beginning would be a command of ConEmu's.
    if (this.#way === 'osc9') this.#write(`\x1b]9;${line.replaceAll(';', ',')}${stringEnd}`);
    if (this.#way === 'osc777') this.#write(`\x1b]777;notify;${title.replaceAll(';', ',')};${body}${stringEnd}`);
    if (this.#way === 'notify-send') this.#run('notify-send', ['--app-name=watchdog', '--', title, body]);
  }

  #run(command: string, args: readonly string[]): void {
    const env = this.#environment as NodeJS.ProcessEnv;
    const child = spawnAlone(command, args, { env, stdio: ['ignore', 'ignore', 'ignore'], detached: true });
    child.on('error', () => {
      this.#way = undefined; // There is none on this machine.
    });
    child.unref();
  }
}

/** Text that ends no sequence and begins none; names and reasons come from elsewhere. */
function safe(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').slice(0, longestText);
}

function hasWindow({ TERM }: Environment): boolean {
  return TERM !== undefined && !/^(linux|dumb|vt\d+.*|cons25.*)$/.test(TERM);
}
