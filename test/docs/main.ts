import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../house/source-tree.js';
import { regenerate } from './generated.js';
import { readPages } from './pages.js';
import { isTried, playStory } from './play.js';
import { storiesOf } from './story.js';

// `npm run docs` writes the generated parts of the pages again; a test fails when that would change anything. With --sessions
// it also runs every session on the built program, and writes what came where that is otherwise than shown. Read the difference.
const write = (path: string, text: string): void => writeFileSync(join(projectFolder, path), text);

for (const page of readPages()) {
  const { path, text } = regenerate(page);
  if (text !== page.text) write(path, text);
}

if (process.argv.includes('--sessions')) {
  const pages = readPages();
  const stories = pages.flatMap(storiesOf);
  for (const { path, text } of pages) {
    let written = text;
    for (const story of stories.filter((each) => each.page === path && isTried(each))) {
      // Screens are not written: what they should show is in the script.
      const mismatches = await playStory({ ...story, steps: story.steps.filter(({ kind }) => kind !== 'screen') }, stories);
      for (const { where, exchange, block } of mismatches) {
        console.log(`${where}: ${exchange.command}`);
        written = written.replace(block.before, () => block.after);
      }
    }
    if (written !== text) write(path, written);
  }
}
