import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { projectFolder } from '../house/source-tree.js';
import { type Page, readPage } from './pages.js';

/** The links of a page that lead nowhere: to a file that is not there, or to a heading that its page has not. */
export function brokenLinks(page: Page): string[] {
  const prose = page.text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^https?:/.test(target) && !leads(page, target));
}

function leads(page: Page, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
  if (!existsSync(join(projectFolder, path))) return false;
  return anchor === undefined || headings(readPage(path)).includes(anchor);
}

/** The anchors of a page's headings, as GitHub makes them. */
function headings({ text }: Page): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
