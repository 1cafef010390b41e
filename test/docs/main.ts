import { readFileSync, writeFileSync } from 'node:fs';
import { regenerate } from './generated.js';

// `npm run docs` writes the generated parts of the README anew; a test fails when that would change anything.
const readme = new URL('../../README.md', import.meta.url);
writeFileSync(readme, regenerate(readFileSync(readme, 'utf8')));
