import { sections } from './sections.js';

/**
 * The text with its generated parts made anew: what stands between `<!-- generated: NAME -->` and `<!-- end -->`.
 * @throws Error for a name that no section has, and for a section that the text does not hold
 */
export function regenerate(text: string): string {
  const unused = new Set(Object.keys(sections));
  const result = text.replaceAll(
    /(<!-- generated: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, start: string, name: string, end: string) => {
      const section = sections[name];
      if (section === undefined) throw new Error(`no generated part is called "${name}"`);
      unused.delete(name);
      return `${start}\n${section()}\n\n${end}`;
    },
  );
  if (unused.size > 0) throw new Error(`the README has no place for: ${[...unused].join(', ')}`);
  return result;
}
