import { createRequire } from 'node:module';

/** Where something is in a text, in UTF-16 units: `start <= index < end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A regular expression of the user's. */
export interface Expression {
  /** Whether it is found anywhere in `text`. Takes time in proportion to the length of `text`, whatever the expression. */
  test(text: string): boolean;
  /** Where it is found in `text`, from the left, without what is empty. */
  ranges(text: string): readonly TextRange[];
}

/**
 * Compiles a regular expression in the syntax of RE2, which is JavaScript's but for look-around and back references.
 * @throws SyntaxError that says in a few words what is wrong with it
 */
export function compileExpression(source: string): Expression {
  // JavaScript's own engine backtracks, for some expressions until the end of days, and nothing can interrupt it. This one is
  // loaded only where there is an expression, since the children wait for the configuration.
  const { RE2JS } = createRequire(import.meta.url)('re2js') as typeof import('re2js');
  try {
    const compiled = RE2JS.compile(source);
    return {
      test: (text) => compiled.test(text),
      ranges: (text) => {
        const matcher = compiled.matcher(text);
        const found: TextRange[] = [];
        while (matcher.find()) if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
        return found;
      },
    };
  } catch (error) {
    throw new SyntaxError(sayFault(source, error instanceof Error ? error.message : String(error)));
  }
}

function sayFault(source: string, message: string): string {
  if (/\(\?<?[=!]/.test(source)) return 'look-around is not supported';
  if (/\\[1-9]|\\k</.test(source)) return 'back references are not supported';
  return message.replace(/^error parsing regexp: /, '').replaceAll('`', '"');
}
