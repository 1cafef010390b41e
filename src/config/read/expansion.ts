// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.
import { quote } from '../problems/words.js';
import type { Complaint } from '../schema/parts.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', b: '\b', a: '\x07' };

/** How a text is read in which variables are put. */
interface Expansion {
  readonly find: (name: string) => string | undefined;
  readonly isQuoted: boolean;
  /** How many references it is in. */
  readonly depth: number;
}

/** What is wrong in a text, and where. */
export type Misplaced = Complaint & { readonly at: number; readonly length: number };

/** Puts variables into a text, and reads the escapes of a quoted one, in one pass, so that neither makes work for the other. */
export function expandedIn(raw: string, expansion: Expansion): string | Misplaced {
  let value = '';
  for (let at = 0; at < raw.length; ) {
    const begin = nextOf(raw, at, expansion.isQuoted);
    value += raw.slice(at, begin);
    if (begin === raw.length) break;
    if (value.length > longestValue) return { ...tooLong, at, length: 1 };
    if (raw[begin] === '\\') {
      const escaped = raw[begin + 1]!;
      value += escapes[escaped] ?? (/[\\"$]/.test(escaped) ? escaped : `\\${escaped}`);
      at = begin + 2;
      continue;
    }
    const [whole, name] = /^\$(?:\$|([A-Za-z_]\w*))/.exec(raw.slice(begin, begin + longestName)) ?? [];
    if (whole !== undefined) {
      value += name === undefined ? '$' : (expansion.find(name) ?? '');
      at = begin + whole.length;
      continue;
    }
    const end = closingBrace(raw, begin);
    const length = end === undefined ? raw.slice(begin).search(/\}|$/) : end + 1 - begin;
    const result =
      end === undefined || expansion.depth >= deepest
        ? { message: 'a "${" is not closed', hint: 'write "}" after the name' }
        : resolved(raw.slice(begin + 2, end), expansion);
    if (typeof result !== 'string') return { ...result, at: begin, length };
    value += result;
    at = begin + length;
  }
  return value.length > longestValue ? { ...tooLong, at: 0, length: raw.length } : value;
}

/** Characters of a value: no process can be given more in one variable. */
const longestValue = 1024 * 1024;
const tooLong = { message: 'the value is longer than 1 MB, once its variables are put in' };

/** References in defaults of references are read to here: nobody writes more. */
const deepest = 20;
const longestName = 1000;

/** Where the next escape or reference begins, or the end. */
function nextOf(raw: string, from: number, isQuoted: boolean): number {
  for (let at = from; at < raw.length; at += 1) {
    if (isQuoted && raw[at] === '\\' && at + 1 < raw.length) return at;
    if (raw[at] === '$' && /[$\w{]/.test(raw[at + 1] ?? '') && !/\d/.test(raw[at + 1]!)) return at;
  }
  return raw.length;
}

/** The place of the brace that closes the reference at `start`, which may have others in it. */
function closingBrace(raw: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; at < raw.length; at += 1) {
    if (raw.startsWith('${', at)) open += 1;
    else if (raw[at] === '}') open -= 1;
    if (open === 0) return at;
  }
  return undefined;
}

function resolved(body: string, expansion: Expansion): string | Complaint {
  const [, name, operator = '', rest = ''] = /^([A-Za-z_]\w*)(:?[-?+])?(.*)$/s.exec(body) ?? [];
  if (name === undefined || (operator === '' && rest !== '')) {
    if (body.startsWith('port.'))
      return {
        message: `${quote(`\${${body}}`)} is read in watchdog.yaml only`,
        hint: 'put this variable into "env" there',
      };
    return {
      message: `${quote(`\${${body}}`)} is not a variable`,
      hint: "write ${NAME} or ${NAME:-default}, or put the value into '…'",
    };
  }
  const found = expansion.find(name);
  const isSet = operator.startsWith(':') ? found !== undefined && found !== '' : found !== undefined;
  const inner = (): string | Misplaced => expandedIn(rest, { ...expansion, depth: expansion.depth + 1 });
  if (operator.endsWith('+')) return isSet ? inner() : '';
  if (isSet) return found ?? '';
  if (operator.endsWith('-')) return inner();
  if (!operator.endsWith('?')) return found ?? '';
  const words = inner();
  if (typeof words !== 'string') return words;
  return { message: `the variable ${name} is not set${words === '' ? '' : `: ${words}`}` };
}
