import type { Page } from './pages.js';
import { sections } from './sections.js';

/**
 * The page with its generated parts made again: what is between `<!-- generated: NAME -->` and `<!-- end -->`.
 * @throws Error for a name that no section has
 */
export function regenerate({ path, text }: Page): Page {
  const made = text.replaceAll(
    /(<!-- generated: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, start: string, name: string, end: string) => {
      const section = sections[name];
      if (section === undefined) throw new Error(`${path}: no generated part is called "${name}"`);
      return `${start}\n${section()}\n\n${end}`;
    },
  );
  return { path, text: made };
}

/** The generated parts that none of the pages has. */
export function missingParts(pages: readonly Page[]): string[] {
  const all = pages.map(({ text }) => text).join('\n');
  return Object.keys(sections).filter((name) => !all.includes(`<!-- generated: ${name} -->`));
}
