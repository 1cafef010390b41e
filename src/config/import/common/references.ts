/** What stands for the value of a variable in a text: `$X`, `${X}`, `${X:-rest}` and their like. */
export interface Reference {
  readonly name: string;
  /** Empty, or one of `:-`, `-`, `:?`, `?`, `:+`, `+`. */
  readonly operator: string;
  readonly rest: string;
}

/** The value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A text with the values of its variables, and the names of those that have none and no default. */
export interface Settled {
  readonly text: string;
  readonly unset: readonly string[];
}

/** Cuts a text into what stands for itself and references, as compose files mean it: `$$` is a dollar, references can be nested. */
export function partsOf(text: string): readonly (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let literal = '';
  for (let at = 0; at < text.length; ) {
    const found = text[at] === '$' ? referenceAt(text, at) : undefined;
    if (found === undefined) {
      literal += text[at];
      at += 1;
      continue;
    }
    if (found.part === '$') literal += '$';
    else {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(found.part);
    }
    at = found.end;
  }
  return literal === '' ? parts : [...parts, literal];
}

/** Puts the values in that the variables have now. One that is not set is empty, as compose has it. */
export function settle(text: string, lookup: Lookup): Settled {
  const unset: string[] = [];
  const walk = (source: string): string =>
    partsOf(source)
      .map((part) => (typeof part === 'string' ? part : valueFor(part)))
      .join('');
  const valueFor = ({ name, operator, rest }: Reference): string => {
    const value = lookup(name);
    const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    if (operator.endsWith('+')) return isSet ? walk(rest) : '';
    if (isSet) return value ?? '';
    if (operator.endsWith('-')) return walk(rest);
    unset.push(name);
    return '';
  };
  return { text: walk(text), unset };
}

function referenceAt(text: string, at: number): { readonly part: '$' | Reference; readonly end: number } | undefined {
  if (text[at + 1] === '$') return { part: '$', end: at + 2 };
  const [plain] = /^[A-Za-z_]\w*/.exec(text.slice(at + 1, at + 200)) ?? [];
  if (plain !== undefined) return { part: { name: plain, operator: '', rest: '' }, end: at + 1 + plain.length };
  if (text[at + 1] !== '{') return undefined;
  const close = closingBrace(text, at + 2);
  if (close === undefined) return undefined;
  const [, name, operator = '', rest = ''] = /^([A-Za-z_]\w*)(:?[-?+])?(.*)$/s.exec(text.slice(at + 2, close)) ?? [];
  if (name === undefined || (operator === '' && rest !== '')) return undefined;
  return { part: { name, operator, rest }, end: close + 1 };
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
