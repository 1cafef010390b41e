/** A part of a list: from `from` up to, without, `to`. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** The `height` entries of a list of `count` around one, which is in the middle where the ends allow it. */
export function viewportAround(at: number, count: number, height: number): Viewport {
  const from = Math.max(0, Math.min(at - Math.floor(height / 2), count - height));
  return { from, to: Math.min(from + height, count) };
}

/** Which rows of a list are seen. It scrolls no further than the selected row needs, or as the wheel says. */
export class Scroll {
  #from = 0;
  #scrolled = 0;
  /** Whether the wheel has the last word, and the selected row may be out of view. */
  #isFree = false;
  #selected: string | undefined;
  #at = -1;

  /**
   * The `height` rows that are seen of a list of `count`.
   * @param selected what distinguishes the selected row from others; undefined where there is none
   * @param at the index of that row, -1 where there is none
   * @param scrolled rows that the wheel has scrolled down since the start, less those up
   */
  viewport(selected: string | undefined, at: number, count: number, height: number, scrolled = 0): Viewport {
    if (selected !== this.#selected) this.#isFree = false;
    // A row that was moved stays where it is on the screen; the others move around it.
    if (selected === this.#selected && this.#at >= 0 && at >= 0) this.#from += at - this.#at;
    this.#selected = selected;
    this.#at = at;
    if (scrolled !== this.#scrolled) this.#isFree = true;
    this.#from += scrolled - this.#scrolled;
    this.#scrolled = scrolled;
    if (at >= 0 && !this.#isFree) this.#from = Math.max(at - height + 1, Math.min(this.#from, at));
    this.#from = Math.max(0, Math.min(this.#from, count - height));
    return { from: this.#from, to: Math.min(this.#from + height, count) };
  }
}
