import { parseArgs } from 'node:util';
import { chaos } from './chaos.js';
import { encounters } from './encounters.js';
import { playRound, shortages } from './shortages.js';

// `npm run chaos -- [--seed N] [--minutes M | --rounds R [--seconds S]]`: rounds of chaos, each with the next seed, until the time is
// over or R of S seconds were played.
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '3' },
    rounds: { type: 'string' },
    seconds: { type: 'string', default: '30' },
  },
});
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000);
/** On a busy machine too. */
const leastSteps = 4;
const roundMs = Number(values.seconds) * 1000;
const mostRounds = Number(values.rounds ?? Infinity);
const deadline = values.rounds === undefined ? performance.now() + Number(values.minutes) * 60_000 : Infinity;
const totals = { rounds: 0, actions: 0, pids: 0 };
const survivors: string[] = [];

for (const round of [...shortages, ...encounters]) {
  if (round.whyNot === undefined) await playRound(round);
  console.log(`with ${round.what}: ${round.whyNot === undefined ? 'all promises hold' : `not tried, ${round.whyNot}`}`);
}

for (let seed = firstSeed; totals.rounds < mostRounds && performance.now() < deadline; seed += 1) {
  const roundEnd = Math.min(deadline, performance.now() + roundMs);
  const report = await chaos({ seed, copies: 2, goesOn: (steps) => steps < leastSteps || performance.now() < roundEnd });
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
