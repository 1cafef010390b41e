import type { Watchdog } from '../watchdog.js';
import type { Front } from './front.js';
import { LineAssembler } from './line-assembler.js';

/** What is written to; process.stdout and process.stderr fit. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const ansiColours = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];

/**
 * Prints the output of all processes as whole lines with the name in front: output on `out`, the watchdog's own words on `err`.
 */
export class Headless implements Front {
  readonly #watchdog: Watchdog;
  readonly #out: TextSink;
  readonly #err: TextSink;
  readonly #names: readonly string[];
  readonly #assemblers = new Map<string, LineAssembler>();

  constructor(watchdog: Watchdog, out: TextSink, err: TextSink) {
    this.#watchdog = watchdog;
    this.#out = out;
    this.#err = err;
    this.#names = watchdog.snapshots().map(({ name }) => name);
    if (this.#names.length === 0) this.#say('no processes; write some under "processes:" in watchdog.yaml');
    for (const name of this.#names) this.#assemblers.set(name, new LineAssembler((lines) => this.#print(name, lines)));
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
    this.#say(`shutting down, ${count} still running; a second Ctrl+C forces it`);
  }

  close(): void {
    for (const assembler of this.#assemblers.values()) assembler.flush();
  }

  #print(name: string, lines: readonly string[]): void {
    const prefix = this.#prefix(name);
    this.#out.write(lines.map((line) => `${prefix}${line}\n`).join(''));
  }

  #say(text: string): void {
    const words = this.#err.isTTY === true && usesColour(this.#err) ? `\x1b[2m${text}\x1b[22m` : text;
    this.#err.write(`watchdog: ${words}\n`);
  }

  #prefix(name: string): string {
    const padded = name.padEnd(Math.max(...this.#names.map(({ length }) => length)));
    if (!usesColour(this.#out)) return `${padded} | `;
    const colour = ansiColours[this.#names.indexOf(name) % ansiColours.length];
    return `\x1b[${colour}m${padded} |\x1b[39m `;
  }
}

/** NO_COLOR and FORCE_COLOR decide; without them, whether it is a terminal. */
function usesColour(sink: TextSink): boolean {
  if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '') return false;
  if (process.env.FORCE_COLOR !== undefined) return process.env.FORCE_COLOR !== '0';
  return sink.isTTY === true;
}
