import { setTimeout as delay } from 'node:timers/promises';
import { CheckServer } from '../fixtures/check-servers.js';
import { rowsOf, runs } from './comparison.js';
import type { Row } from './row.js';
import { Subject } from './subject.js';
import { processorMs } from './usage.js';

const count = 200;
const intervalMs = 1000;
const windowMs = 10_000;
const settleMs = 5_000;
/** What the checks may cost, in percent of a core. */
const bound = 15;

/**
 * What it costs to check many processes by http every second. Both programs at once, so that a run takes one window and not two.
 * @throws Error where fewer checks came than were due, or they cost more than they may
 */
export async function measure(): Promise<readonly Row[]> {
  await using server = await CheckServer.http((_request, response) => response.end('ok'));
  const load = {
    commands: Array.from({ length: count }, () => 'exec sleep 600'),
    checkUrl: server.url,
    checkEveryMs: intervalMs,
  };
  await using watchdog = await Subject.watchdog(load);
  await using bare = await Subject.bare(load);
  await Promise.all([watchdog.ready(), bare.ready()]);
  await delay(settleMs);
  const figures: [number[][], number[][]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const asked = server.connections;
    const [one, other] = await Promise.all([share(watchdog), share(bare)]);
    figures[0].push([one]);
    figures[1].push([other]);
    const due = (2 * count * windowMs) / intervalMs;
    if (server.connections - asked < due * 0.75)
      throw new Error(`${server.connections - asked} checks came of ${due} that were due`);
  }
  const rows = rowsOf([{ title: `${count} http checks a second, processor`, unit: '% of a core' }], ...figures);
  if (rows[0]!.watchdog > bound)
    throw new Error(`the checks cost ${rows[0]!.watchdog.toFixed(1)} % of a core; ${bound} are allowed`);
  return rows;
}

async function share({ terminal }: Subject): Promise<number> {
  const [usedBefore, begin] = [processorMs(terminal.pid), performance.now()];
  await delay(windowMs);
  return ((processorMs(terminal.pid) - usedBefore) / (performance.now() - begin)) * 100;
}
