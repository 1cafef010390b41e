import { commentAbove } from '../common/yaml-file.js';

/** One section of a file, such as `[program:web]`. */
export interface IniSection {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
  /** The comment right above its head. */
  readonly comments: readonly string[];
}

/** A place that is no section, no key and no comment. */
export interface IniFault {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a file as Python's ConfigParser does for supervisord: keys without regard to case, `=` or `:` after them, values that go on
 * in indented lines, `;` and `#` as comments at the start of a line and after a blank. (The ini package knows none of the last
 * three, cuts section names at dots, and takes what is in quotes for JSON.)
 */
export function readIni(text: string): { readonly sections: readonly IniSection[]; readonly faults: readonly IniFault[] } {
  const sections = new Map<string, { values: Map<string, string>; comments: readonly string[] }>();
  const faults: IniFault[] = [];
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  let indent = 0;
  let start = 0;
  for (const whole of text.split('\n')) {
    const line = withoutComment(whole.replace(/\r$/, ''));
    const depth = line.length - line.trimStart().length;
    const content = line.trim();
    const [, head] = /^\[([^\]]+)\]/.exec(content) ?? [];
    const [, name, value = ''] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    if (content === '') {
      // Also inside a value that goes on.
    } else if (section !== undefined && key !== undefined && depth > indent) section.set(key, `${section.get(key)}\n${content}`);
    else if (head !== undefined) {
      const known = sections.get(head);
      section = known?.values ?? new Map<string, string>();
      if (known === undefined) sections.set(head, { values: section, comments: commentAbove(text, start, /^\s*[#;]+/) });
      key = undefined;
    } else if (section !== undefined && name !== undefined) {
      key = name.trim().toLowerCase();
      indent = depth;
      section.set(key, value);
    } else faults.push({ start: start + depth, end: start + line.length });
    start += whole.length + 1;
  }
  return { sections: [...sections].map(([name, { values, comments }]) => ({ name, values, comments })), faults };
}

function withoutComment(line: string): string {
  if (/^\s*[#;]/.test(line)) return '';
  const at = line.search(/\s[#;]/);
  return at === -1 ? line : line.slice(0, at);
}

/** Reads `KEY="val",KEY2=val2`, in quotes or not. */
export function pairsOf(text: string): readonly (readonly [name: string, value: string])[] {
  const pair = /\s*([^=,\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^,]*))\s*(?:,|$)/gs;
  return [...text.matchAll(pair)].map(([, name = '', double, single, plain]) => [
    name,
    double?.replace(/\\(["\\])/g, '$1') ?? single ?? plain?.trim() ?? '',
  ]);
}
