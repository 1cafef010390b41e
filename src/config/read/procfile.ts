import { basename } from 'node:path';
import { quote } from '../problems/words.js';
import type { Span } from '../problems/yaml-locate.js';
import type { Complaint } from '../schema/parts.js';

/** One line of a Procfile that names a process. */
export interface ProcfileEntry {
  readonly name: string;
  readonly command: string;
  readonly nameSpan: Span;
  readonly commandSpan: Span;
}

/** What is wrong with a line of a Procfile. */
export type ProcfileFault = Complaint & { readonly span: Span };

/** A Procfile as it was read: its processes, and the lines that are none. */
export interface Procfile {
  readonly entries: readonly ProcfileEntry[];
  /** The lines that name no process and are neither empty nor comments: Foreman passes over them without a word. */
  readonly passedOver: readonly ProcfileFault[];
  /** The lines that name a process which cannot be. */
  readonly faults: readonly ProcfileFault[];
}

/** Whether a file is a Procfile by its name: `Procfile`, `Procfile.dev`, `shop.procfile`. */
export function isProcfile(file: string): boolean {
  const name = basename(file);
  return name === 'Procfile' || name.startsWith('Procfile.') || name.endsWith('.procfile');
}

/** Reads a Procfile: lines of `NAME: COMMAND`, comments that begin with `#`, and empty lines. Never throws. */
export function readProcfile(text: string): Procfile {
  const entries: ProcfileEntry[] = [];
  const passedOver: ProcfileFault[] = [];
  const faults: ProcfileFault[] = [];
  let start = 0;
  for (const whole of text.split('\n')) {
    const line = whole.trimEnd();
    const entry = entryOf(line, start);
    if (entry !== undefined) {
      const fault = faultOf(entry, entries);
      if (fault === undefined) entries.push(entry);
      else faults.push({ ...fault, span: entry.nameSpan });
    } else if (!/^\s*(#|$)/.test(line)) passedOver.push({ ...notNamed(line), span: { start, end: start + line.length } });
    start += whole.length + 1;
  }
  return { entries, passedOver, faults };
}

function entryOf(line: string, start: number): ProcfileEntry | undefined {
  const [, space = '', name = '', between = '', command = ''] = /^([ \t]*)([\w-]+)(:[ \t]*)(\S.*)$/.exec(line) ?? [];
  if (name === '') return undefined;
  const nameStart = start + space.length;
  const nameSpan = { start: nameStart, end: nameStart + name.length };
  const commandStart = nameSpan.end + between.length;
  return { name, command, nameSpan, commandSpan: { start: commandStart, end: commandStart + command.length } };
}

function notNamed(line: string): Complaint {
  const [, name] = /^\s*([\w-]+):$/.exec(line) ?? [];
  if (name !== undefined) return { message: `process ${quote(name)} has no command`, hint: 'write it after the colon' };
  return {
    message: 'this line names no process',
    hint: 'write NAME: COMMAND, where the name is of letters, digits, "_" and "-"',
  };
}

function faultOf(entry: ProcfileEntry, earlier: readonly ProcfileEntry[]): Complaint | undefined {
  if (entry.name === '__proto__') return { message: `${quote(entry.name)} cannot be a name`, hint: 'use another name' };
  if (!earlier.some(({ name }) => name === entry.name)) return undefined;
  return { message: `process ${quote(entry.name)} is here twice`, hint: 'keep one of them' };
}
