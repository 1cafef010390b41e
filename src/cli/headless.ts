import type { Watchdog } from '../watchdog.js';
import type { Front } from './front.js';
import { LineAssembler } from './line-assembler.js';
import { linePrefixes } from './line-prefix.js';
import { painterFor, type TextSink } from './text-sink.js';

/** Bytes that may wait for a slow reader of our output; beyond them lines are left out, and counted. */
const mostWaiting = 16 * 1024 * 1024;

/**
 * Prints the output of all processes as whole lines with the name in front: output on `out`, the watchdog's own words on `err`.
 */
export class Headless implements Front {
  #leftOut = 0;
  readonly #watchdog: Watchdog;
  readonly #out: TextSink;
  readonly #err: TextSink;
  #prefixOf: (name: string) => string = String;
  readonly #assemblers = new Map<string, LineAssembler>();

  constructor(watchdog: Watchdog, out: TextSink, err: TextSink) {
    this.#watchdog = watchdog;
    this.#out = out;
    this.#err = err;
    if (watchdog.snapshots().length === 0) this.#say('no processes; write some under "processes:" in watchdog.yaml');
    this.#name();
    watchdog.on('registered', () => this.#name());
    watchdog.onNotice(({ text }) => this.#say(text));
    for (const stream of ['stdout', 'stderr'] as const) {
      watchdog.on(stream, ({ name, data }) => this.#assemblers.get(name)?.add(stream, data));
    }
    // What has no line end yet belongs to the generation that ended.
    watchdog.on('starting', ({ name }) => this.#assemblers.get(name)?.flush());
    watchdog.on('started', ({ name, pid }) => this.#say(`${name}: started, pid ${pid}`));
    watchdog.on('state', ({ name, to, reason }) => {
      if (to !== 'starting' && to !== 'running') this.#say(`${name}: ${reason}`);
    });
  }

  shuttingDown(): void {
    const count = this.#watchdog.snapshots().filter(({ pid }) => pid !== null).length;
    if (count > 0) this.#say(`shutting down, ${count} still running; a second Ctrl+C forces it`);
  }

  close(): void {
    for (const assembler of this.#assemblers.values()) assembler.flush();
  }

  /** Takes note of the names, of which a reload can bring more. */
  #name(): void {
    const names = this.#watchdog.snapshots().map(({ name }) => name);
    this.#prefixOf = linePrefixes(names, this.#out);
    for (const name of names) {
      if (!this.#assemblers.has(name)) this.#assemblers.set(name, new LineAssembler((lines) => this.#print(name, lines)));
    }
  }

  #print(name: string, lines: readonly string[]): void {
    if ((this.#out.writableLength ?? 0) > mostWaiting) {
      this.#leftOut += lines.length;
      return;
    }
    if (this.#leftOut > 0) this.#say(`${this.#leftOut} lines are left out here, since they were not read fast enough`);
    this.#leftOut = 0;
    const prefix = this.#prefixOf(name);
    this.#out.write(lines.map((line) => `${prefix}${line}\n`).join(''));
  }

  #say(text: string): void {
    const words = this.#err.isTTY === true ? painterFor(this.#err)(text, 'dim') : text;
    this.#err.write(`watchdog: ${words}\n`);
  }
}
