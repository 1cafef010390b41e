import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { descendantsOf, KillList } from '../fixtures/process-tree.js';
import { quantities, type Sample } from './sample.js';
import { grows, slopeOf } from './slope.js';

// `npm run soak -- [--minutes M]`: a program under restarts and floods for so long, and whether anything of it grows. Linux only.
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '3' } } });
const minutes = Number(values.minutes);
/** Logs fill up and the compiler settles first; that is growth, but it comes to an end. */
const warmUpMinutes = Math.max(1, minutes / 3);

const fileOf = (name: string): string => new URL(name, import.meta.url).pathname;
const host = spawn(process.execPath, ['--expose-gc', '--import', fileOf('../fixtures/strip-types.mjs'), fileOf('soak-host.ts')], {
  env: cleanEnvironment({ WATCHDOG_MARKER: undefined }),
  stdio: ['ignore', 'pipe', 'inherit'],
});
const met = new KillList();
process.once('exit', () => met.killAll());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const samples: Sample[] = [];
for await (const line of createInterface({ input: host.stdout })) {
  const sample: Sample = JSON.parse(line);
  samples.push(sample);
  for (const pid of [host.pid!, ...descendantsOf(host.pid!)]) met.add(pid);
  if (sample.minute >= minutes) break;
}
const ended = once(host, 'exit');
host.kill('SIGTERM');
const [code] = await ended;

const settled = samples.filter(({ minute }) => minute >= warmUpMinutes);
const settledMinutes = minutes - warmUpMinutes;
const rows = quantities.map(({ key, unit, tolerance }) => {
  const slope = slopeOf(
    settled.map(({ minute }) => minute),
    settled.map((sample) => sample[key]),
  );
  const last = samples.at(-1)?.[key] ?? 0;
  return {
    quantity: `${key}${unit === '' ? '' : `, ${unit}`}`,
    'at the end': Number(last.toFixed(1)),
    'a minute': Number(slope.perMinute.toFixed(3)),
    '±': Number(slope.error.toFixed(3)),
    verdict: grows(slope, settledMinutes, tolerance) ? 'grows' : 'steady',
  };
});
console.table(rows);
console.log(`${samples.at(-1)?.restarts} restarts by hand in ${minutes} min; the program ended with ${code}`);
process.exitCode = code === 0 && rows.every(({ verdict }) => verdict === 'steady') ? 0 : 1;
