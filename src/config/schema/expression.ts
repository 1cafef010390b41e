import * as z from 'zod';
import { compileExpression } from '../../policy/words/expression.js';
import { quote } from '../problems/words.js';
import { rule } from './parts.js';

/** A regular expression; its output is its source. */
export const expression = z
  .string()
  .superRefine(
    rule((source) => {
      try {
        compileExpression(source);
        return undefined;
      } catch (error) {
        const message = `${quote(source)} is not a regular expression: ${(error as Error).message}`;
        return { message, hint: 'the syntax is that of RE2' };
      }
    }),
  )
  .meta({ title: 'regular expression' });
