import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { photograph } from './photograph.js';
import { screenSvg } from './screen-svg.js';

// `npm run picture` starts the built program on the demo and writes what it shows to .github/dashboard.svg, for the README.
const folder = new URL('../../.github/', import.meta.url).pathname;
const title = 'The watchdog dashboard: a table of processes with state, health, restarts, circuit and reason, and the log of one';
const svg = screenSvg(await photograph(), title);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'dashboard.svg'), svg);
console.log(`.github/dashboard.svg: ${svg.length} bytes`);
