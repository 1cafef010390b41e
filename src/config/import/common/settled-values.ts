import { type Lookup, settle } from './references.js';
import { goDuration, scalarText } from './values.js';

/** Changes a text before variables are put in; undefined where it cannot say what the text means. */
export type Render = (text: string) => string | undefined;

/**
 * Reads values that must be known while the configuration is written: numbers, times, words. Variables in them get the value that
 * they have now; those that cannot be resolved are named, and count as not given.
 */
export class SettledValues {
  readonly #lookup: Lookup;
  readonly #lost: string[];
  readonly #render: Render;

  /** @param lost takes what cannot be resolved */
  constructor(lookup: Lookup, lost: string[], render: Render = (text) => text) {
    this.#lookup = lookup;
    this.#lost = lost;
    this.#render = render;
  }

  /** @param key what it is called where it is named */
  text(value: unknown, key: string): string | undefined {
    const raw = scalarText(value);
    if (raw === undefined) return undefined;
    const rendered = this.#render(raw);
    if (rendered === undefined) return this.#refuse(`${key}: ${raw}`);
    const { text, unset } = settle(rendered, this.#lookup);
    return unset.length === 0 ? text : this.#refuse(`${key}: ${raw}, since ${unset.join(' and ')} is not set`);
  }

  number(value: unknown, key: string): number | undefined {
    const text = this.text(value, key)?.trim();
    if (text === undefined || text === '') return undefined;
    const number = Number(text);
    return Number.isFinite(number) ? number : this.#refuse(`${key}: ${text} is not a number`);
  }

  /** As Go reads booleans. An empty text is false. */
  boolean(value: unknown, key: string): boolean | undefined {
    const text = this.text(value, key)?.trim();
    if (text === undefined) return undefined;
    if (/^(1|t|T|true|TRUE|True|yes|on)$/.test(text)) return true;
    if (/^(0|f|F|false|FALSE|False|no|off|)$/.test(text)) return false;
    return this.#refuse(`${key}: ${text} is neither true nor false`);
  }

  /** A duration, or a number of seconds. */
  duration(value: unknown, key: string): string | undefined {
    const text = this.text(value, key)?.trim();
    if (text === undefined || text === '') return undefined;
    return goDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text) ?? this.#refuse(`${key}: ${text} is not a duration`);
  }

  #refuse(text: string): undefined {
    this.#lost.push(text);
    return undefined;
  }
}
