/** What the user did with the mouse, at a cell of the screen: column `x` and row `y`, both from 0. */
export type MouseEvent = { readonly x: number; readonly y: number } & (
  | { readonly kind: 'press' | 'release' | 'drag'; readonly button: 'left' | 'middle' | 'right' }
  /** One notch: -1 is up, or away from the user. */
  | { readonly kind: 'wheel'; readonly step: -1 | 1 }
);

const report = /^\x1b\[<(\d+);(\d+);(\d+)([Mm])$/;
const oldReport = /^\x1b\[M([\s\S]{3})$/;
const buttons = ['left', 'middle', 'right'] as const;

/**
 * What one report of the mouse says, in the form that has a place for every column or in the old one; undefined for one that is
 * broken, and for what no one acts on.
 */
export function mouseEvent(raw: string): MouseEvent | undefined {
  const [, code, x, y, final] = report.exec(raw) ?? [];
  if (code !== undefined) return decoded(Number(code), Number(x), Number(y), final === 'm');
  const old = oldReport.exec(raw)?.[1];
  if (old === undefined) return undefined;
  const [button = 0, column = 0, row = 0] = [...old].map((character) => character.charCodeAt(0) - 32);
  // At a column for which the old form has no character, nobody knows where it was.
  return Math.max(button, column, row) < 128 - 32 ? decoded(button, column, row, (button & 67) === 3) : undefined;
}

/** Nothing for what no one acts on: buttons beyond the third, the wheel sideways, the mouse without a button. */
function decoded(code: number, column: number, row: number, isRelease: boolean): MouseEvent | undefined {
  const [x, y] = [Math.max(0, column - 1), Math.max(0, row - 1)];
  const number = code & 3;
  if (code >= 128) return undefined;
  if (code & 64) return number > 1 || isRelease ? undefined : { kind: 'wheel', step: number === 0 ? -1 : 1, x, y };
  // The old form does not say which button was let go.
  const button = buttons[number] ?? (isRelease ? 'left' : undefined);
  if (button === undefined) return undefined;
  return { kind: isRelease ? 'release' : code & 32 ? 'drag' : 'press', button, x, y };
}
