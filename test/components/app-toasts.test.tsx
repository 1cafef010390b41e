import { describe, expect, it } from 'vitest';
import { FakeNews } from './stage/fake-news.js';
import { openApp } from './stage/open-app.js';

/** A dashboard that was told these things, two seconds apart, each of the process before the colon. */
async function told(texts: readonly string[], size: { readonly columns: number; readonly rows: number }) {
  const news = new FakeNews();
  const app = await openApp({ news, ...size });
  for (const [index, text] of texts.entries()) {
    if (index > 0) app.clock.advance(2000);
    const [name = '', words = ''] = text.split(': ');
    news.notices.notify({ name, text: words, trouble: false });
  }
  await app.screen.shows(texts.at(-1)!);
  return app;
}

const four = ['a: first word', 'b: second word', 'c: third word', 'd: fourth word'];

describe('Toasts', () => {
  it.each([
    [40, ['b: second word', 'c: third word', 'd: fourth word']],
    [18, ['c: third word', 'd: fourth word']],
    [12, ['d: fourth word']],
  ])('on %i rows are %j over the footer, and each goes at its own time', async (rows, expected) => {
    using app = await told(four, { columns: 80, rows });
    const seen = () => app.screen.lines.filter((line) => line.includes(' word')).map((line) => line.trim());
    expect(seen()).toEqual(expected);
    expect(app.screen.lines.at(-2)).toContain('fourth word');
    app.clock.advance(6000);
    await app.screen.hides('third word');
    expect(seen()).toEqual(['d: fourth word']);
    app.clock.advance(2000);
    await app.screen.hides('fourth word');
  });

  it('lie over a page and over a zoomed log too', async () => {
    using app = await told(four, { columns: 80, rows: 24 });
    app.screen.press('i');
    await app.screen.shows('Now');
    expect(app.screen.lines.slice(-4, -1).map((line) => line.trim())).toEqual(four.slice(1));
    app.screen.press('escape');
    await app.screen.shows('▌ api');
    app.screen.press('z');
    await app.screen.shows('z back');
    expect(app.screen.lines.slice(-4, -1).map((line) => line.trim())).toEqual(four.slice(1));
  });

  it('that say the same are one, with how often', async () => {
    using app = await told(['a: again', 'a: again', 'a: again'], { columns: 80, rows: 24 });
    await app.screen.shows('again  ×3');
    expect(app.screen.lines.filter((line) => line.includes('again'))).toHaveLength(1);
  });
});
