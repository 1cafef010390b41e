import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../house/source-tree.js';
import { regenerate } from './generated.js';
import { readPages } from './pages.js';

// `npm run docs` writes the generated parts of the pages again; a test fails when that would change anything.
for (const page of readPages()) {
  const { path, text } = regenerate(page);
  if (text !== page.text) writeFileSync(join(projectFolder, path), text);
}
