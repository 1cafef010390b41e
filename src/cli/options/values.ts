import type { Option } from 'commander';
import { parseDuration } from '../../policy/words/duration.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { compileExpression, type Expression } from '../../policy/words/expression.js';

/** A hundred years: what is further from now is not a time that a clock or a calendar takes. */
const longestMs = 876_000 * 3_600_000;

/**
 * A duration in milliseconds, as an option gives it.
 * @throws WatchdogError USAGE
 */
export function durationOption(option: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > longestMs) throw new WatchdogError('USAGE', `${option} is 876000h at most, not "${text}"`);
  if (ms !== undefined) return Math.round(ms);
  throw new WatchdogError('USAGE', `${option} takes a duration such as 30s, 5m or 1h, not "${text}"`);
}

/**
 * A whole number, as an option gives it.
 * @throws WatchdogError USAGE
 */
export function countOption(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new WatchdogError('USAGE', `${option} takes a whole number up to 999999, not "${text}"`);
}

/**
 * A regular expression, as an option gives it.
 * @throws WatchdogError USAGE
 */
export function patternOption(option: string, text: string): Pick<Expression, 'test'> {
  try {
    return compileExpression(text);
  } catch (error) {
    throw new WatchdogError('USAGE', `${option} takes a regular expression: ${(error as Error).message}`);
  }
}

/**
 * Has an option refused that is given twice with two values, of which commander drops the first without a word. It is for options that a user
 * may take for a list; of a number or a duration the last one counts, as with other tools.
 */
export function takenOnce(option: Option): Option {
  const { parseArg } = option;
  let given: string | undefined;
  return option.argParser<unknown>((value, previous) => {
    if (given !== undefined && given !== value) {
      throw new WatchdogError('USAGE', `${option.long} takes one value, and two are given: ${given} and ${value}`);
    }
    given = value;
    return parseArg === undefined ? value : parseArg(value, previous);
  });
}
