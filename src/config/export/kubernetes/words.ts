import { written } from '../common/references.js';

/** A text in which Kubernetes puts the values of variables, `$(NAME)`, which is what references become. */
export function kubeText(text: string): string {
  return written(text, { text: (part) => part.replace(/\$(?=[$(])/g, '$$$$'), variable: (name) => `$(${name})` });
}

/** A command for a shell in the container, which finds variables in its environment; references are in quoted words. */
export function shellText(text: string): string {
  return written(text, { text: (part) => part, variable: (name) => `'"$${name}"'` });
}

/** Milliseconds as whole seconds, at least one. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Whether a container can have a variable of this name. */
export function isVariableName(name: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) && !name.startsWith('..');
}
