import { describe, expect, it } from 'vitest';
import { openApp } from './stage/open-app.js';
import { runningProcess, sampleProcess } from './stage/sample-processes.js';

const url = 'http://localhost:5173/docs?token=abc';
const link = /\x1b\]8;;([^\x07]*)\x07/g;
const processes = (now: number) => [runningProcess('web', now, 5000, { url }), sampleProcess('db')];

function click(x: number, y: number): readonly string[] {
  return [`\x1b[<0;${x + 1};${y + 1}M`, `\x1b[<0;${x + 1};${y + 1}m`];
}

describe('The URL of a process', () => {
  it('is a link in its row, which a click opens, and the blanks beside it do not', async () => {
    using app = await openApp({ columns: 180, processes });
    await app.screen.shows('URL');
    const row = app.screen.line('localhost:5173/docs');
    expect([...row.matchAll(link)].map(([, to]) => to)).toEqual([url, '']);
    const plain = row.replace(link, '');
    const [x, y] = [plain.indexOf('localhost'), app.screen.lines.indexOf(row)];
    app.screen.press(...click(x + 'localhost:5173/docs'.length, y));
    app.screen.press(
      ...click(
        x,
        app.screen.lines.findIndex((line) => / db +○/.test(line)),
      ),
    );
    await app.screen.shows('▌ db');
    expect(app.calls).toEqual([]);
    app.screen.press(...click(x, y));
    await app.screen.shows(`web: opened ${url}`);
    expect(app.calls).toEqual([`open ${url}`]);
    // The second half of a double click.
    app.screen.press(...click(x, y));
    app.screen.press('?');
    await app.screen.shows('Keys');
    expect(app.calls).toEqual([`open ${url}`]);
  });

  it('is in its details at any width, and O opens it there too', async () => {
    using app = await openApp({ columns: 80, rows: 24, processes });
    expect(app.screen.text).not.toContain('localhost');
    app.screen.press('i');
    await app.screen.shows('localhost:5173/docs?token=abc');
    app.screen.press('O');
    await app.screen.shows(`web: opened ${url}`);
    expect(app.calls).toEqual([`open ${url}`]);
  });
});
