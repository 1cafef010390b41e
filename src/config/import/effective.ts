import { parseDuration } from '../../policy/words/duration.js';
import { isMap } from '../schema/merge-defaults.js';
import { given } from './common/values.js';

type Keys = Readonly<Record<string, unknown>>;

/** Failures in a row that open the circuit where nothing else is written. */
const usualThreshold = 5;

/**
 * Keys that do what they say here: what would have no effect beside the others is left out, and the circuit opens no earlier than
 * the other tool would have given up. `check` has nothing to say of them then.
 */
export function effectiveKeys(keys: Keys): Keys {
  const isRestarted = keys.autoRestart !== false;
  const most = keys.maxRestarts;
  const isLate = typeof most === 'number' && most >= usualThreshold - 1 && keys.circuit === undefined;
  return given({
    ...keys,
    minUptime: isRestarted ? keys.minUptime : undefined,
    backoff: keys.restartDelay === '0ms' ? undefined : keys.backoff,
    color: keys.tty === true ? undefined : keys.color,
    circuit: isLate ? { threshold: most + 2 } : keys.circuit,
    readiness: withTimeoutInside(keys.readiness),
    liveness: withTimeoutInside(keys.liveness),
    healthCheck: withTimeoutInside(keys.healthCheck),
  });
}

/** A check that may take longer than it is until the next: there the next one waits, here it is due already. */
function withTimeoutInside(check: unknown): unknown {
  if (!isMap(check)) return check;
  const [interval, timeout] = [check.interval, check.timeout].map((each) =>
    typeof each === 'string' ? parseDuration(each) : undefined,
  );
  if (typeof interval !== 'number' || typeof timeout !== 'number' || timeout <= interval) return check;
  return { ...check, interval: check.timeout };
}
