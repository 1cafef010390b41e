import type { Render, SettledValues } from '../common/settled-values.js';

/** What the parts of one process are read with. */
export interface ProcessScope {
  /** Takes what has no counterpart. */
  readonly lost: string[];
  readonly values: SettledValues;
  /** Puts the variables of templates in; undefined where a template is not known. */
  readonly render: Render;
  /** The shell of all processes. */
  readonly shell: { readonly command: string; readonly argument: string };
}
