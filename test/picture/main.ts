import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Pictures, photograph } from './photograph.js';
import { screenSvg } from './screen-svg.js';

// `npm run picture` starts the built program on the demo and writes what it shows to .github, for the README.
const folder = new URL('../../.github/', import.meta.url).pathname;
const files: Readonly<Record<keyof Pictures, readonly [file: string, title: string]>> = {
  healthy: ['healthy.svg', 'The dashboard of a project that is well: a table of processes, and the log of one'],
  trouble: [
    'dashboard.svg',
    'The dashboard in trouble: a table of processes with state, health, restarts, circuit and reason, and the log of one',
  ],
  details: [
    'details.svg',
    'The details of a process that goes on failing: health, history, crashes, dependencies and configuration',
  ],
};
const pictures = await photograph();
mkdirSync(folder, { recursive: true });
for (const [picture, [file, title]] of Object.entries(files)) {
  const svg = screenSvg(pictures[picture as keyof Pictures], title);
  writeFileSync(join(folder, file), svg);
  console.log(`.github/${file}: ${svg.length} bytes`);
}
