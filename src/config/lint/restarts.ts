import { writtenDuration } from '../../policy/words/duration.js';
import { type Finding, isWritten, type LintedUnit } from './finding.js';

/** What only counts and delays restarts. */
const restartKeys = ['restartDelay', 'maxRestarts', 'backoff', 'circuit', 'minUptime'] as const;

/** Events that come only where something is restarted by itself. */
const restartHooks = ['backoff', 'circuit_open', 'circuit_closed'] as const;

/** Settings about restarts that decide nothing. */
export function restartFindings(unit: LintedUnit): readonly Finding[] {
  const { policy } = unit;
  if (policy.restart === 'never') return withoutRestarts(unit);
  if (policy.maxRestarts === 0 && policy.circuit.threshold > 1) return withoutSecondStart(unit);
  return [...pointlessBackoff(unit), ...beatenBound(unit)];
}

function withoutRestarts(unit: LintedUnit): readonly Finding[] {
  const hint = 'leave it out, or set autoRestart: on-failure';
  const without = (key: string): Finding => ({
    key: [key],
    message: `${key} has no effect, since autoRestart is false and nothing is restarted`,
    hint,
  });
  const fatal = 'fatalExitCodes' in unit.policy ? unit.policy.fatalExitCodes : [];
  // A code that is listed in both is a failure by the one, and would be a success by the other.
  const isPointless = fatal.length > 0 && !fatal.some((code) => unit.policy.successExitCodes.includes(code));
  return [
    ...restartHooks
      .filter((event) => isWritten(unit, 'hooks', event))
      .map((event) => ({
        key: ['hooks', event],
        message: `hooks.${event} is never run, since autoRestart is false and nothing is restarted`,
        hint,
      })),
    ...restartKeys.filter((key) => isWritten(unit, key)).map(without),
    ...(isPointless && isWritten(unit, 'fatalExitCodes') ? [without('fatalExitCodes')] : []),
  ];
}

function withoutSecondStart(unit: LintedUnit): readonly Finding[] {
  return ['restartDelay', 'backoff', 'circuit']
    .filter((key) => isWritten(unit, key))
    .map((key) => ({
      key: [key],
      message: `${key} has no effect, since maxRestarts is 0 and the first failure is the last`,
      hint: 'leave it out, or allow restarts',
    }));
}

function pointlessBackoff(unit: LintedUnit): readonly Finding[] {
  if (unit.policy.backoff.initialMs > 0 || !isWritten(unit, 'backoff')) return [];
  const message = 'backoff has no effect, since it multiplies a restartDelay of 0';
  return [{ key: ['backoff'], message, hint: 'give restartDelay a length, or leave backoff out' }];
}

/** Failures in a row open the circuit before so many restarts have come together. */
function beatenBound(unit: LintedUnit): readonly Finding[] {
  const { maxRestarts, circuit } = unit.policy;
  if (maxRestarts < 0 || circuit.threshold > maxRestarts + 1) return [];
  const key = isWritten(unit, 'maxRestarts') ? ['maxRestarts'] : ['circuit', 'threshold'];
  const failures = circuit.threshold === 1 ? 'the first failure' : `${circuit.threshold} failures in a row`;
  const then = circuit.autoRetry
    ? `what is left of them are trials, ${writtenDuration(circuit.cooldownMs)} and more apart`
    : 'with autoRetry: false no further restart follows';
  const lower = circuit.threshold >= 2 ? `, or maxRestarts: ${circuit.threshold - 2} at most` : '';
  return [
    {
      key,
      message: `maxRestarts: ${maxRestarts} is never reached before the circuit opens, which ${failures} ${circuit.threshold === 1 ? 'does' : 'do'}; ${then}`,
      hint: `set circuit.threshold: ${maxRestarts + 2} or more${lower}`,
    },
  ];
}
