import { shows } from '../e2e/project.js';
import type { Terminal } from '../e2e/terminal.js';

const names: Readonly<Record<string, string>> = {
  PgUp: 'pageup',
  PgDn: 'pagedown',
  '↑': 'up',
  '↓': 'down',
  '←': 'left',
  '→': 'right',
};
const waitMs = 60_000;
/** How long a key that changes nothing on the screen is waited for. */
const unseenMs = 700;

/**
 * Does what a script in a page says, a line after the other:
 * `press KEY`, `press KEY to NAME` (until that row is selected), `type TEXT`, `see TEXT`, `gone TEXT`, `wait NAME TEXT` (in its row),
 * `end CODE`.
 * @throws Error for a line that is none of these, and for what does not come
 */
export async function playScript(terminal: Terminal, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const [verb, ...words] = line.split(' ');
    const text = words.join(' ');
    if (verb === 'press' && words[1] === 'to') await pressUntil(terminal, words[0]!, words[2]!);
    else if (verb === 'press') await press(terminal, keyName(text));
    else if (verb === 'type') terminal.type(text);
    else if (verb === 'see') await terminal.until((screen) => screen.some((row) => row.includes(text)), line, waitMs);
    else if (verb === 'gone') await terminal.until((screen) => !screen.some((row) => row.includes(text)), line, waitMs);
    else if (verb === 'wait') await terminal.until(shows(words[0]!, words.slice(1).join(' ')), line, waitMs);
    else if (verb === 'end') {
      const { code } = await terminal.exited;
      if (code !== Number(text)) throw new Error(`it ended with ${code}, not with ${text}`);
    } else throw new Error(`nothing can be done about: ${line}`);
  }
}

/** The keys that a script presses, as a page writes them. */
export function keysPressed(lines: readonly string[]): string[] {
  return lines.flatMap((line) => (line.startsWith('press ') ? [line.split(' ')[1]!] : []));
}

/** Presses a key and waits until the screen shows it; a while where it shows nothing. Two that come together may be another key. */
async function press(terminal: Terminal, key: string): Promise<void> {
  const before = frame(terminal.screen());
  terminal.press(key);
  await terminal.until((screen) => frame(screen) !== before, `what ${key} does`, unseenMs).catch(() => {});
}

/** The screen without its header, in which the clock goes on. */
function frame(screen: readonly string[]): string {
  return screen.slice(1).join('\n');
}

async function pressUntil(terminal: Terminal, key: string, name: string): Promise<void> {
  const selected = (): string => /^ ▌ *(\S+)/.exec(terminal.screen().find((row) => row.startsWith(' ▌')) ?? '')?.[1] ?? '';
  for (let before = selected(); before !== name; before = selected()) {
    terminal.press(keyName(key));
    await terminal.until(() => selected() !== before, `${key} selects another row than ${before}, on the way to ${name}`);
  }
}

function keyName(label: string): string {
  return names[label] ?? (label.length > 1 ? label.toLowerCase() : label);
}
