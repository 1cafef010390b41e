/** What a typed line is for. */
export type PromptSubject =
  | 'table.filter'
  | 'events.filter'
  | 'log.search'
  | 'log.filter'
  | 'log.save'
  | 'help.search'
  | 'palette';

/** A line that is being typed, and where in it. */
export interface Prompt {
  readonly subject: PromptSubject;
  readonly text: string;
  /** In UTF-16 units, between two characters. */
  readonly cursor: number;
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A prompt with its cursor at the end. */
export function openPrompt(subject: PromptSubject, text = ''): Prompt {
  return { subject, text, cursor: text.length };
}

/** The prompt with `typed` at its cursor. Line ends and other controls in it, as pasted text has them, become spaces. */
export function insertText(prompt: Prompt, typed: string): Prompt {
  const clean = typed.replace(/[\x00-\x1f\x7f]+/g, ' ');
  return replaced(prompt, prompt.cursor, prompt.cursor, clean);
}

const edits: Readonly<Record<string, (prompt: Prompt) => Prompt>> = {
  backspace: (prompt) => replaced(prompt, before(prompt), prompt.cursor, ''),
  'ctrl+h': (prompt) => replaced(prompt, before(prompt), prompt.cursor, ''),
  delete: (prompt) => replaced(prompt, prompt.cursor, after(prompt), ''),
  'ctrl+u': (prompt) => replaced(prompt, 0, prompt.cursor, ''),
  'ctrl+k': (prompt) => replaced(prompt, prompt.cursor, prompt.text.length, ''),
  'ctrl+w': (prompt) => replaced(prompt, wordStart(prompt), prompt.cursor, ''),
  left: (prompt) => ({ ...prompt, cursor: before(prompt) }),
  right: (prompt) => ({ ...prompt, cursor: after(prompt) }),
  home: (prompt) => ({ ...prompt, cursor: 0 }),
  'ctrl+a': (prompt) => ({ ...prompt, cursor: 0 }),
  end: (prompt) => ({ ...prompt, cursor: prompt.text.length }),
  'ctrl+e': (prompt) => ({ ...prompt, cursor: prompt.text.length }),
};

/** The prompt after a chord, with the keys that a shell's line has; undefined where the chord changes no text. */
export function editPrompt(prompt: Prompt, chord: string): Prompt | undefined {
  if (Object.hasOwn(edits, chord)) return edits[chord]!(prompt);
  return [...chord].length === 1 ? insertText(prompt, chord) : undefined;
}

function replaced(prompt: Prompt, from: number, to: number, by: string): Prompt {
  const { text } = prompt;
  return { ...prompt, text: text.slice(0, from) + by + text.slice(to), cursor: from + by.length };
}

function before({ text, cursor }: Prompt): number {
  const last = [...characters.segment(text.slice(0, cursor))].at(-1);
  return last?.index ?? 0;
}

function after({ text, cursor }: Prompt): number {
  const [first] = characters.segment(text.slice(cursor));
  return cursor + (first?.segment.length ?? 0);
}

function wordStart({ text, cursor }: Prompt): number {
  return Math.max(0, text.slice(0, cursor).search(/\S+\s*$/));
}
