import { isMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import { composeWord, goDuration, scalarText, textsOf } from './values.js';

type Check = Exclude<ProcessInput['healthCheck'], null | undefined>;

const times = { interval: 'interval', timeout: 'timeout', start_period: 'startPeriod', start_interval: 'startInterval' } as const;

/**
 * The healthcheck of a service, asked in its container as docker asks it; undefined where there is none.
 * @param exec the command that runs another one in the container
 */
export function composeHealthCheck(written: unknown, exec: string, lost: string[]): Check | undefined {
  if (!isMap(written) || written.disable === true) return undefined;
  const [kind, ...words] = Array.isArray(written.test) ? textsOf(written.test) : ['CMD-SHELL', scalarText(written.test) ?? ''];
  if (kind === 'NONE') return undefined;
  const inside = words.map(composeWord).join(' ');
  if (!['CMD', 'CMD-SHELL'].includes(kind ?? '') || words.every((word) => word.trim() === '')) {
    lost.push('healthcheck without a test of its own, that of the image');
    return undefined;
  }
  const durations = Object.entries(times).flatMap(([key, own]) => {
    if (written[key] === undefined) return [];
    const duration = goDuration(written[key]);
    if (duration !== undefined && (duration !== '0ms' || own === 'startPeriod')) return [[own, duration] as const];
    lost.push(`healthcheck.${key}: ${scalarText(written[key]) ?? 'a list'}`);
    return [];
  });
  const retries = Number(scalarText(written.retries));
  return {
    exec: `${exec} ${kind === 'CMD' ? inside : `sh -c ${inside}`}`,
    // What docker takes where the file does not say.
    ...(written.timeout === undefined ? { timeout: '30s' } : {}),
    ...Object.fromEntries(durations),
    ...(Number.isInteger(retries) && retries > 0 ? { threshold: retries } : {}),
  };
}
