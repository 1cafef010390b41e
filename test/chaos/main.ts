import { parseArgs } from 'node:util';
import { chaos } from './chaos.js';
import { playShortage, shortages } from './shortages.js';

// `npm run chaos -- [--seed N] [--minutes M]`: rounds of chaos, each with the next seed, until the time is over.
const { values } = parseArgs({ options: { seed: { type: 'string' }, minutes: { type: 'string', default: '3' } } });
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000);
const roundMs = 30_000;
const deadline = performance.now() + Number(values.minutes) * 60_000;
const totals = { rounds: 0, actions: 0, pids: 0 };
const survivors: string[] = [];

for (const shortage of shortages) {
  if (shortage.whyNot === undefined) await playShortage(shortage);
  console.log(`with ${shortage.what}: ${shortage.whyNot === undefined ? 'all promises hold' : `not tried, ${shortage.whyNot}`}`);
}

for (let seed = firstSeed; performance.now() < deadline; seed += 1) {
  const roundEnd = Math.min(deadline, performance.now() + roundMs);
  const report = await chaos({ seed, copies: 2, goesOn: () => performance.now() < roundEnd });
  totals.rounds += 1;
  totals.actions += report.actions;
  totals.pids += report.pids;
  survivors.push(...report.survivors);
  const what = report.survivors.join(', ') || 'nothing';
  const end = `ended by ${report.finale}, quiet ${(report.lingeredMs / 1000).toFixed(1)} s later`;
  console.log(`seed ${seed}: ${report.actions} actions, ${report.pids} pids, ${end}; survived: ${what}`);
}
console.log(
  `${totals.rounds} rounds, ${totals.actions} actions, ${totals.pids} pids; survived: ${survivors.join(', ') || 'nothing'}`,
);
process.exitCode = survivors.length === 0 ? 0 : 1;
