import xterm from '@xterm/headless';

/** The cells of a 400-column row after `text` was written to it: character, width, colours. */
export async function drawn(text: string): Promise<readonly unknown[]> {
  const terminal = new xterm.Terminal({ cols: 400, rows: 3, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(text, done));
  const row = terminal.buffer.active.getLine(0)!;
  const cells = Array.from({ length: 400 }, (_, column) => {
    const cell = row.getCell(column)!;
    return [cell.getChars() || ' ', cell.getWidth(), cell.getFgColor(), cell.getBgColor(), cell.isBold(), cell.isInverse()];
  });
  terminal.dispose();
  return cells;
}
