import { describe, expect, it } from 'vitest';
import { missingParts, regenerate } from './generated.js';
import { brokenLinks } from './links.js';
import { readPage, readPages } from './pages.js';

const pages = readPages();

describe('the documents', () => {
  it.each(pages)('$path has its generated parts up to date; `npm run docs` makes them so', (page) => {
    expect(regenerate(page).text).toBe(page.text);
  });

  it('have a place for every generated part', () => {
    expect(missingParts(pages)).toEqual([]);
    expect(missingParts(pages.filter(({ path }) => path !== 'docs/keys.md'))).toEqual(['keys']);
  });

  it('would be noticed with a generated part that is out of date, or unknown', () => {
    const page = readPage('docs/library.md');
    const stale = { ...page, text: page.text.replace('| `registered` |', '| `registred` |') };
    expect(stale.text).not.toBe(page.text);
    expect(regenerate(stale)).toEqual(page);
    expect(() => regenerate({ ...page, text: '<!-- generated: none -->\n<!-- end -->' })).toThrow('"none"');
  });

  it.each(pages)('$path holds nothing that a merge left undone', ({ text }) => {
    expect(text).not.toMatch(/^(<{7}|={7}|>{7})( |$)/m);
  });

  it.each(pages)('$path has no link that leads nowhere', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('would be noticed with a link that leads nowhere', () => {
    const text = '[a](docs/keys.md) [b](docs/none.md) [c](docs/keys.md#mouse) [d](docs/keys.md#none) [e](#start) [f](#none)';
    expect(brokenLinks({ path: 'README.md', text })).toEqual(['docs/none.md', 'docs/keys.md#none', '#none']);
  });

  it('have a README that can be read in a few minutes, and that names every other page', () => {
    const { text } = readPage('README.md');
    expect(text.replaceAll(/<!--[\s\S]*?-->\n/g, '').split('\n').length).toBeLessThan(210);
    const others = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
    expect(others.filter((path) => !text.includes(`[${path}](${path})`))).toEqual([]);
  });
});
