// The speed of the built program beside a bare Node program that does the same: `npm run build && npm run bench`.
// Names of measures as arguments run only those: `npm run bench -- flood restart`; `scale`, which takes minutes, runs only by its
// name. What is worse than test/bench/baseline.json by more than a quarter is said at the end, in ratios to the bare program of
// the same run; `--keep` writes that file. With `--groups` trees are known by their process groups and not by control groups, which
// tells what those cost. Linux only, since it reads /proc.
import { cpus } from 'node:os';
import { keepBaseline, readBaseline, worseThan } from './baseline.js';
import { measure as busy } from './busy.js';
import { runs } from './comparison.js';
import { measure as firstStart } from './first-start.js';
import { measure as flood } from './flood.js';
import { measure as health } from './health.js';
import { measure as idle } from './idle.js';
import { measure as installed } from './installed.js';
import { measure as keyLatency } from './key-latency.js';
import { measure as logSearch } from './log-search.js';
import { measure as manyLines } from './many-lines.js';
import { measure as memory } from './memory.js';
import { measure as quit } from './quit.js';
import { measure as redraw } from './redraw.js';
import { measure as restart } from './restart.js';
import { formatRows, type Row } from './row.js';
import { measure as scale } from './scale.js';
import { measure as stopOne } from './stop-one.js';

const measures: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  flood,
  'first-start': firstStart,
  restart,
  'stop-one': stopOne,
  quit,
  busy,
  idle,
  health,
  memory,
  'key-latency': keyLatency,
  'log-search': logSearch,
  'many-lines': manyLines,
  redraw,
  installed,
  scale,
};
const byNameOnly = ['scale'];

const keeps = process.argv.includes('--keep');
const asked = process.argv.slice(2).filter((argument) => !['--keep', '--groups'].includes(argument));
const unknown = asked.filter((name) => !(name in measures));
if (unknown.length > 0) {
  console.error(`no measure is called ${unknown.join(', ')}; there are ${Object.keys(measures).join(', ')}`);
  process.exit(64);
}

const rows: Row[] = [];
for (const name of asked.length > 0 ? asked : Object.keys(measures).filter((each) => !byNameOnly.includes(each))) {
  console.error(`measuring ${name} …`);
  try {
    rows.push(...(await measures[name]!()));
  } catch (error) {
    console.error(`${name} could not be measured: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores; medians of ${runs} runs\n`,
);
console.log(formatRows(rows));
const worse = worseThan(readBaseline(), rows);
if (worse.length > 0) console.log(`\nworse by more than a quarter:\n${worse.map((line) => `  ${line}`).join('\n')}`);
if (keeps) keepBaseline(rows);
