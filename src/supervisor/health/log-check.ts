import { quote } from '../../config/problems/words.js';
import { compileExpression, type Expression } from '../../policy/words/expression.js';
import { startOfLastState, statesOf } from '../../policy/words/line-break.js';
import { plainText } from '../../policy/words/plain-text.js';
import type { OutputStream } from '../../ports/spawner.js';
import { ControlStrings } from '../log/control-strings.js';
import { OutputDecoder } from '../log/output-decoder.js';
import { Awaited } from './awaited.js';
import type { Check } from './prober.js';

/** What is examined of a longer line, in characters. */
const longestLine = 64 * 1024;

/** Waits for a line of output that matches an expression. Reads nothing as long as nobody waits. */
export class LogCheck {
  readonly #pattern: string;
  #decoder = new OutputDecoder();
  /** The log has none of them, and one would be taken for the beginning of a long line. */
  #strings = new ControlStrings(() => {});
  #expression: Expression | undefined;
  /** The unterminated end of each stream. */
  #open: Record<OutputStream, string> = { stdout: '', stderr: '' };
  readonly #line = new Awaited();

  /** @param pattern an expression that was found to be good when the configuration was read */
  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** Waits from now on; once aborted it waits no longer. */
  readonly check: Check = (signal) => {
    this.#expression ??= compileExpression(this.#pattern);
    this.#open = { stdout: '', stderr: '' };
    this.#decoder = new OutputDecoder();
    this.#strings = new ControlStrings(() => {});
    return this.#line.wait(signal);
  };

  /** Takes output of the generation that is waited for. It is matched without colours, as it is printed and searched. */
  take(stream: OutputStream, chunk: Buffer): void {
    if (!this.#line.isAwaited) return;
    const lines = (this.#open[stream] + this.#decoder.decode(stream, this.#strings.take(stream, chunk))).split('\n');
    const open = lines.pop() ?? '';
    const lastState = startOfLastState(open);
    this.#open[stream] = open.slice(lastState, lastState + longestLine);
    // A bar of progress has ended none of its lines, and would grow to one of all that it ever showed.
    const overwritten = lastState === 0 ? [] : [open.slice(0, lastState)];
    const line = [...lines, ...overwritten]
      .flatMap(statesOf)
      .map((each) => each.slice(0, longestLine))
      .map(plainText)
      .find((each) => this.#expression?.test(each));
    if (line !== undefined) this.#line.came(`found ${quote(line)}`);
  }
}
