import { readAlone } from '../node/start-program.js';
import { parsePs, psEnvironment } from './ps.js';
import type { UsageRow } from './usage-row.js';

const psColumns = 'pid=,ppid=,pgid=,state=,rss=,time=,lstart=,comm=';
const psRow = /^\s*(\d+\s+\d+\s+\d+\s+\S+)\s+(\d+)\s+([\d:.-]+)\s+(.*)$/;

/** The rows of all processes by one `ps`, where there is no /proc; none where it fails. */
export async function readPsUsage(): Promise<readonly UsageRow[]> {
  return parsePsUsage(await readAlone('ps', ['-axo', psColumns], { env: psEnvironment() }), Date.now());
}

/**
 * Reads what `ps` printed, without zombies; `rss` is in units of 1024 bytes. It does not say what ended children used.
 * @param wall the time of the reading, in milliseconds since 1970
 */
export function parsePsUsage(text: string, wall: number): readonly UsageRow[] {
  return text.split('\n').flatMap((each) => {
    const [, ids = '', rss, time = '', rest = ''] = psRow.exec(each) ?? [];
    return parsePs(`${ids} ${rest}`).map((row) => ({
      ...row,
      ageMs: wall - timeOfDigits(row.startTime),
      cpuMs: parseCpuTime(time),
      endedChildrenMs: 0,
      memory: Number(rss) * 1024,
    }));
  });
}

/** Milliseconds of "12:03.45", "1:02:03" or "3-04:05:06". */
function parseCpuTime(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1000);
}

/** The moment that the digits of a start time stand for, in milliseconds since 1970. */
function timeOfDigits(startTime: number): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(String(startTime)) ?? [];
  const [year = 0, month = 1, day = 1, hours, minutes, seconds] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, seconds);
}
