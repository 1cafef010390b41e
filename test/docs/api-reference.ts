import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../house/source-tree.js';

/** A member of a class or an interface with what its comment says. */
export interface ApiMember {
  readonly name: string;
  /** Without modifiers and body, overloads included. */
  readonly signature: string;
  /** The comment as sentences, without its `@default`. */
  readonly text: string;
  /** What `@default` says; empty where it is not given. */
  readonly usually: string;
}

/** The public members of an exported class or interface, in the order of the source; those for ourselves are left out. */
export function apiMembers(file: string, type: string): readonly ApiMember[] {
  const source = readFileSync(join(projectFolder, file), 'utf8');
  const start =
    new RegExp(`^export (?:class|interface) ${type}\\b[^\\n]*(?:\\n {2,}[^\\n]*)*?\\{\\n`, 'm').exec(source) ??
    new RegExp(`^export interface ${type}\\b[\\s\\S]*?\\{\\n`, 'm').exec(source);
  if (start === null) throw new Error(`${file} has no ${type}`);
  const from = start.index + start[0].length;
  const body = source.slice(from, source.indexOf('\n}', from) + 1);
  const members: ApiMember[] = [];
  for (const part of body.split(/\n(?= {2}\/\*\*)|^(?= {2}\/\*\*)/m)) {
    const found = /^\s*\/\*\*([\s\S]*?)\*\/\n([\s\S]*)$/.exec(part);
    const comment = found?.[1] ?? '';
    const signatures = signaturesIn(found?.[2] ?? part);
    const [first] = signatures;
    if (first === undefined || first.startsWith('#') || comment.includes('@internal')) continue;
    const name = /^(?:get |async |\*|async \*)?(\[?[\w.]+\]?)/.exec(first)?.[1] ?? first;
    const signature = signatures.join('; ').replace(/^constructor/, `new ${type}`);
    members.push({ name, signature, ...saidIn(comment) });
  }
  return members;
}

/** The signatures at the beginning of a piece of a class, until a body begins or something private does. */
function signaturesIn(code: string): readonly string[] {
  const signatures: string[] = [];
  let pending = '';
  for (const line of code.split('\n')) {
    if (pending === '' && !/^ {2}[a-z[*]/i.test(line)) break;
    if (/^ {2}(private|protected|#|static)/.test(line)) break;
    pending = `${pending} ${line.trim()}`.trim();
    const isOverload = pending.endsWith(';');
    if (!isOverload && !pending.endsWith('{')) continue;
    // The signature with the body is for the compiler where there are overloads.
    if (isOverload || signatures.length === 0) signatures.push(tidy(pending));
    pending = '';
    if (!isOverload) break;
  }
  return signatures;
}

function tidy(signature: string): string {
  return signature
    .replace(/\s*[;{]$/, '')
    .replace(/^(public |readonly |async |override )+/, '')
    .replace(/^get (\w+)\(\)/, '$1')
    .replace(/^(readonly |async |\*)+/, '')
    .replace(/, \)/g, ')')
    .replace(/\( /g, '(');
}

function saidIn(comment: string): Pick<ApiMember, 'text' | 'usually'> {
  const words = comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const usually = /@default (.*?)(?= @|$)/.exec(words)?.[1]?.trim() ?? '';
  const text = words
    .replace(/@default .*?(?= @|$)/, '')
    .replace(/@throws (.*?)(?= @|$)/g, (_all, what: string) => `Throws ${what.trim().replace(/\.$/, '')}.`)
    .replace(
      /@param (\w+) (.*?)(?= @|$| Throws )/g,
      (_all, name: string, what: string) => `\`${name}\`: ${what.trim().replace(/\.$/, '')}.`,
    )
    .trim();
  return { text: text.replace(/([^.:?])( Throws| `\w+`: )/g, '$1.$2'), usually };
}
