import { isSecret } from './secret.js';

/** What replaces a secret. */
export const mask = '***';

/** Shorter values would take words out of every text. */
const shortest = 6;
const startLength = 4;

/** Takes secrets out of texts: known values in every form in which they turn up, and what has the shape of a common token. */
export class Redactor {
  readonly #values = new Set<string>();
  /** The forms of all values by their first characters, the longest first. */
  readonly #forms = new Map<string, readonly Form[]>();
  /** Not 0 where the hash of such a start is. */
  readonly #starts = new Uint8Array(65_536);

  /**
   * From now on masks these too, for good: as they are, each line of them, in JSON, in URLs, and in base64 in all three alignments.
   * What is too short, a number or a word for yes or no is left out.
   */
  hide(values: Iterable<string>): void {
    for (const value of values) {
      if (this.#values.has(value)) continue;
      this.#values.add(value);
      for (const form of [value, ...linesOf(value)].filter(isHidden).flatMap(formsOf)) this.#add(form);
    }
  }

  /** A text without secrets: `***` replaces each. */
  readonly redact = (text: string): string => redactShapes(this.#redactValues(text, () => mask));

  /** The same with as many asterisks as a value has characters, so that places in the text stay what they are. */
  readonly cover = (text: string): string => coverShapes(this.#redactValues(text, stars));

  #add(form: Form): void {
    const start = form.text.slice(0, startLength);
    const known = this.#forms.get(start) ?? [];
    if (known.some(({ text }) => text === form.text)) return;
    this.#forms.set(
      start,
      [...known, form].sort((one, other) => other.text.length - one.text.length),
    );
    this.#starts[hashAt(start, 0)] = 1;
  }

  #redactValues(text: string, maskOf: (length: number) => string): string {
    if (this.#forms.size === 0) return text;
    const parts: string[] = [];
    let kept = 0;
    for (let at = 0; at <= text.length - shortest; at += 1) {
      if (this.#starts[hashAt(text, at)] === 0) continue;
      const form = this.#forms.get(text.slice(at, at + startLength))?.find((each) => text.startsWith(each.text, at));
      if (form === undefined) continue;
      let end = at + form.text.length;
      if (form.isCoded) end += /^[\w+/-]?={0,2}/.exec(text.slice(end, end + 3))![0].length;
      parts.push(text.slice(kept, at), maskOf(end - at));
      kept = end;
      at = kept - 1;
    }
    return kept === 0 ? text : parts.join('') + text.slice(kept);
  }
}

/** All strings in a plain value with their secrets masked; names of members stay. */
export function redactAll<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => redactAll(each, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactAll(each as unknown, redact)])) as T;
}

/**
 * The values of the secret variables among these, or headers: what follows the scheme of an authorization too, and the passwords
 * in the URLs of all.
 * @param patterns names that are secret beside the usual ones
 */
export function secretValuesOf(
  variables: Readonly<Record<string, string | null | undefined>>,
  patterns: readonly string[],
): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    const password = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#:@]*:([^\s/?#]+)@/i.exec(value)?.[1];
    const passwords = password === undefined ? [] : [password, decoded(password)];
    if (!isSecret(name, patterns)) return passwords;
    const credentials = /^(basic|bearer|token) +(\S+)$/i.exec(value);
    if (credentials === null) return [value, ...passwords];
    const [, scheme, given] = credentials as unknown as [string, string, string];
    const inBasic = Buffer.from(given, 'base64').toString().split(':').slice(1).join(':');
    return [value, given, ...(scheme.toLowerCase() === 'basic' ? [inBasic] : [])];
  });
}

/** Whether a value can be masked in text: not one that is too short, a number, or a word for yes or no. */
export function isHidden(value: string): boolean {
  return value.length >= shortest && !/^[+-]?[\d._,\s]+$/.test(value) && !/^(?:true|false|enabled|disabled)$/i.test(value);
}

/** The lines of a value of several, such as a key; what frames it is no secret. */
function linesOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n|\\n/).map((line) => line.trim());
  return lines.length === 1 ? [] : lines.filter((line) => !line.startsWith('-----'));
}

interface Form {
  readonly text: string;
  /** Whether the next character of base64 is partly of the value too. */
  readonly isCoded: boolean;
}

function formsOf(value: string): readonly Form[] {
  const inUrl = encodeURIComponent(Buffer.from(value).toString());
  const plain = [
    value,
    JSON.stringify(value).slice(1, -1),
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, (sign) => sign.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
  ];
  const bytes = Buffer.from(value);
  const coded = [0, 1, 2].flatMap((before) => {
    // The characters at the edges hold bits of what is beside the value too.
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const core = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...plain.map((text) => ({ text, isCoded: false })), ...coded.map((text) => ({ text, isCoded: true }))];
}

/** Of the four characters from there on. */
function hashAt(text: string, at: number): number {
  const first = text.charCodeAt(at) + text.charCodeAt(at + 1) * 31;
  return (first + text.charCodeAt(at + 2) * 961 + text.charCodeAt(at + 3) * 29_791) & 0xffff;
}

/** Tokens that say by their shape what they are. Each alternative begins with fixed characters, and none can go back far. */
const tokens = new RegExp(
  [
    'gh[pousr]_[A-Za-z0-9]{36,}',
    'github_pat_[A-Za-z0-9_]{22,}',
    'glpat-[A-Za-z0-9_-]{20,}',
    '(?:AKIA|ASIA)[A-Z0-9]{16}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,}',
    'xapp-[A-Za-z0-9-]{10,}',
    'hooks\\.slack\\.com/services/[A-Za-z0-9/]{20,}',
    '[sr]k_(?:live|test)_[A-Za-z0-9]{16,}',
    'whsec_[A-Za-z0-9+/=]{20,}',
    'sk-[A-Za-z0-9_-]{20,}',
    'AIza[A-Za-z0-9_-]{35}',
    'ya29\\.[A-Za-z0-9_-]{20,}',
    'npm_[A-Za-z0-9]{36}',
    'pypi-[A-Za-z0-9_-]{50,}',
    'hf_[A-Za-z0-9]{30,}',
    'dop_v1_[a-f0-9]{64}',
    'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}',
    'eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*',
  ]
    .map((form) => `\\b${form}`)
    .join('|'),
  'g',
);

const privateKey = /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]*/g;
const credentials = /\b(authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:\w{1,20} +)?|bearer +)[A-Za-z0-9+/=._~-]{8,}/gi;
const passwordInUrl = /(:\/\/[^\s/?#:]*:)[^\s/?#]+@/g;
/** What a program prints of its environment; the value is masked where the name is that of a secret. */
const assignment = /\b([A-Z][A-Z0-9_]{2,60})(=["']?)([^\s"']{6,})/g;

function coverShapes(text: string): string {
  const coverAfter = (whole: string, begin: string): string => `${begin}${stars(whole.length - begin.length)}`;
  return text
    .replace(passwordInUrl, (whole, begin: string) => `${begin}${stars(whole.length - begin.length - 1)}@`)
    .replace(tokens, (whole) => stars(whole.length))
    .replace(credentials, coverAfter);
}

function stars(length: number): string {
  return '*'.repeat(length);
}

function redactShapes(text: string): string {
  return text
    .replace(privateKey, `$1${mask}`)
    .replace(passwordInUrl, `$1${mask}@`)
    .replace(tokens, mask)
    .replace(credentials, `$1${mask}`)
    .replace(assignment, (whole, name: string, sign: string, value: string) =>
      isSecret(name, []) && isHidden(value) ? `${name}${sign}${mask}` : whole,
    );
}

/** A part of a URL as it was before it went in; itself where it is none. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
