import type { TerminalSize } from '../../../src/view/state/layout.js';
import type { Dice } from '../../chaos/dice.js';

/** How much of its reports the mouse sends at once: each alone, all, or each cut somewhere. */
const ways = ['alone', 'together', 'cut'] as const;

/** What a terminal sends, in pieces, when the user does something with the mouse at a random place: in it, or just beyond its edge. */
export function randomMouse({ columns, rows }: TerminalSize, dice: Dice): readonly string[] {
  const place = (): string => `${1 + dice.below(columns + 2)};${1 + dice.below(rows + 2)}`;
  const report = (code: number, where: string, final = 'M'): string => `\x1b[<${code};${where}${final}`;
  const click = (where: string, button = 0): readonly string[] => [report(button, where), report(button, where, 'm')];
  const where = place();
  const drag = (): readonly string[] => {
    const through = Array.from({ length: 1 + dice.below(4) }, place);
    return [report(0, where), ...through.map((each) => report(32, each)), report(0, through.at(-1)!, 'm')];
  };
  const reports = dice.oneOf([
    () => click(where),
    () => click(where),
    () => [...click(where), ...click(where)],
    drag,
    () => Array.from({ length: 1 + dice.below(5) }, () => report(64 + dice.below(2), where)),
    () => click(where, 1 + dice.below(2)),
    () => [report(dice.below(256), where, dice.oneOf(['M', 'm']))],
  ])();
  const way = dice.oneOf(ways);
  if (way === 'together') return [reports.join('')];
  if (way === 'alone') return reports;
  return reports.flatMap((each) => {
    const at = 1 + dice.below(each.length - 1);
    return [each.slice(0, at), each.slice(at)];
  });
}
