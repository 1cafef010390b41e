import { keyRows } from '../../src/view/chrome/key-table.js';
import { keysPressed } from './screen-script.js';
import type { Story } from './story.js';

/** What a story writes as code in its prose: "watchdog down", "Tab". */
function inlineCode({ prose }: Story): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!.replaceAll('\\|', '|'));
}

const bound = new Set(keyRows().flatMap(({ keys }) => keys.split(' ')));
const keyLike = /^([A-Za-z]|Ctrl\+.|F\d\d?|PgUp|PgDn|Home|End|Esc|Enter|Tab|Space|Del|Backspace)$/u;

/** The keys that a story speaks of. */
function keysNamed(story: Story): string[] {
  return [...new Set(inlineCode(story).filter((code) => keyLike.test(code) || bound.has(code)))];
}

/** The keys that a story speaks of and that no command has. */
export function unboundKeys(story: Story): string[] {
  return keysNamed(story).filter((key) => !bound.has(key));
}

/** The keys that a story speaks of and that its screens, where it has some, do not press. */
export function untriedKeys(story: Story): string[] {
  const scripts = story.steps.flatMap((step) => (step.kind === 'screen' ? [keysPressed(step.lines)] : []));
  return scripts.length === 0 ? [] : keysNamed(story).filter((key) => !scripts.flat().includes(key));
}

/** The command lines that a story writes in its prose, split into words: those of `watchdog`, alternatives by commas apart. */
export function commandLines(story: Story): string[][] {
  return inlineCode(story)
    .filter((code) => /^watchdog( |$)/.test(code))
    .map((code) => code.split(' ').slice(1));
}
