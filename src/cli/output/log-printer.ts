import { endOfWhole } from '../../policy/words/plain-text.js';
import type { LogRecord } from '../../protocol/pages.js';
import { stripSgr } from '../../view/text/terminal.js';
import { outputFilter } from './filter.js';
import { linePrefixes, type NameWidth } from './line-prefix.js';
import type { TextSink } from './text-sink.js';

/** Makes the text of log lines for the user or a pipe. */
export class LogPrinter {
  readonly #prefixOf: (name: string) => string;
  readonly #clean: (text: string) => string;
  readonly #last = new Map<string, LogRecord>();

  /**
   * @param names the processes whose lines come; several give each line the name of its process
   * @param widthOf measures them; by default each character is one cell
   */
  constructor(names: readonly string[], sink: TextSink, widthOf?: NameWidth) {
    this.#prefixOf = names.length > 1 ? linePrefixes(names, sink, widthOf) : () => '';
    this.#clean = outputFilter(sink);
  }

  /** A line as it is printed. Of one that went on growing after it was printed, the rest; nothing where that shows nothing. */
  format(record: LogRecord): string {
    const { name, seq, stream, text } = record;
    const key = `${stream} ${name}`;
    const before = this.#last.get(key);
    this.#last.set(key, record);
    const isMore = seq !== null && before?.seq === seq && text.startsWith(before.text);
    // Of a sequence that had begun nothing was printed, and its rest alone would be taken for text.
    const shown = this.#clean(isMore ? text.slice(endOfWhole(before.text)) : text);
    return isMore && stripSgr(shown) === '' ? '' : `${this.#prefixOf(name)}${shown}\n`;
  }
}
