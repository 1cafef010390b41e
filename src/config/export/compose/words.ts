import { written } from '../common/references.js';

/** A text for a file of compose, which puts variables into all of its strings. */
export function composeText(text: string): string {
  return written(text, { text: (part) => part.replaceAll('$', '$$$$'), variable: referenceTo });
}

/** What compose fills in, and refuses to go on without. */
export function referenceTo(name: string): string {
  return `\${${name}:?set ${name}}`;
}

/** Whether compose can refer to a variable of this name. */
export function canRefer(name: string): boolean {
  return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name);
}

/** Milliseconds as compose writes a duration. */
export function composeDuration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
