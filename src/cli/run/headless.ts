import type { Watchdog } from '../../api/watchdog.js';
import { containerName as rowName } from '../../policy/container/name.js';
import { plainText } from '../../policy/words/plain-text.js';
import type { Clock } from '../../ports/clock.js';
import { noticeLine } from '../../supervisor/events/notice.js';
import { isNarrow } from '../../view/text/narrow.js';
import { outputFilter } from '../output/filter.js';
import { LineAssembler } from '../output/line-assembler.js';
import { linePrefixes, type NameWidth, narrowWidth, widthFor } from '../output/line-prefix.js';
import { painterFor, type TextSink } from '../output/text-sink.js';
import type { RunFrontend } from '../tty/frontend.js';

/** Bytes that may wait for a slow reader of our output; beyond them lines are left out, and counted. */
const mostWaiting = 16 * 1024 * 1024;
/** So many may wait before children are held back, where nothing may be left out. */
const mostBeforeHold = 1024 * 1024;

/** What the printing of a run is made with. */
export interface HeadlessParts {
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  readonly out: TextSink;
  readonly err: TextSink;
  /** Whether there are containers to supervise, whose rows come later. */
  readonly hasContainers: boolean;
  /** Holds the children back while the reader of `out` is slow; without it lines are left out then, and counted. */
  readonly children?: { hold(): void; release(): void };
}

/**
 * Prints the output of all processes and containers as whole lines with the name in front: output on `out`, the watchdog's own
 * words on `err`. Of a container, only what it writes from now on.
 */
export class Headless implements RunFrontend {
  #leftOut = 0;
  #isHeld = false;
  /** When children were held back last. */
  #heldUntil = Number.NEGATIVE_INFINITY;
  readonly #children: HeadlessParts['children'];
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #out: TextSink;
  readonly #err: TextSink;
  readonly #clean: (line: string) => string;
  #widthOf: NameWidth;
  #prefixOf: (name: string) => string = String;
  readonly #assemblers = new Map<string, LineAssembler>();

  private constructor({ watchdog, clock, out, err, hasContainers, children }: HeadlessParts, widthOf: NameWidth) {
    this.#watchdog = watchdog;
    this.#clock = clock;
    this.#out = out;
    this.#children = children;
    // A reader that went away takes nothing any more, and nobody waits for it.
    if (children !== undefined) for (const event of ['error', 'close'] as const) out.once?.(event, () => this.#release());
    this.#err = err;
    this.#widthOf = widthOf;
    this.#clean = outputFilter(out);
    if (!hasContainers && watchdog.snapshots().length === 0) {
      this.#say('no processes; add some under "processes:" in watchdog.yaml');
    }
    watchdog.onNotice((notice) => this.#say(noticeLine(notice)));
    for (const stream of ['stdout', 'stderr'] as const) {
      watchdog.on(stream, ({ name, data }) => this.#assembler(name).add(stream, data));
    }
    watchdog.on('exited', ({ name }) => this.#assembler(name).ended());
    watchdog.on('container_exit', ({ containerName }) => this.#assembler(rowName(containerName)).ended());
    // What has no line end yet belongs to the generation that ended.
    watchdog.on('starting', ({ name }) => this.#assembler(name).flush());
    watchdog.on('started', ({ name, pid }) => this.#say(`${name}: started, pid ${pid}`));
    watchdog.on('state', ({ name, to, reason }) => {
      if (to === 'starting') return;
      // Of a process, `started` has said it already.
      const isProcess = watchdog.getStatus(name)?.kind === 'process';
      if (to !== 'running' || !isProcess) this.#say(`${name}: ${reason}`);
    });
  }

  /** Begins to print. Resolves once every name that is there already can be measured. */
  static async open(parts: HeadlessParts): Promise<Headless> {
    return new Headless(parts, await widthFor(parts.watchdog.snapshots().map(({ name }) => name)));
  }

  shuttingDown(): void {
    const count = this.#watchdog.snapshots().filter(({ pid }) => pid !== null).length;
    if (count > 0) this.#say(`shutting down, ${count} still running; a second Ctrl+C forces it`);
  }

  close(): void {
    for (const assembler of this.#assemblers.values()) assembler.flush();
    this.#sayLeftOut();
  }

  /** Takes note of all names, of which there may be more by now. */
  #name(): void {
    const names = this.#watchdog.snapshots().map(({ name }) => name);
    this.#prefixOf = linePrefixes(names, this.#out, this.#widthOf);
    if (this.#widthOf !== narrowWidth || names.every(isNarrow)) return;
    void widthFor(names).then((widthOf) => {
      this.#widthOf = widthOf;
      this.#name();
    });
  }

  #assembler(name: string): LineAssembler {
    let assembler = this.#assemblers.get(name);
    if (assembler === undefined) {
      assembler = new LineAssembler(
        this.#clock,
        (lines) => this.#print(name, lines),
        (bytes) => this.#say(`${name}: ${bytes} bytes of a control string for a terminal are left out`),
        () => (this.#isHeld ? this.#clock.now() : this.#heldUntil),
      );
      this.#assemblers.set(name, assembler);
      this.#name();
    }
    return assembler;
  }

  #print(name: string, lines: readonly string[]): void {
    if (this.#children === undefined && (this.#out.writableLength ?? 0) > mostWaiting) {
      this.#leftOut += lines.length;
      return;
    }
    this.#sayLeftOut();
    const prefix = this.#prefixOf(name);
    this.#out.write(lines.map((line) => `${prefix}${this.#clean(line)}\n`).join(''));
    if ((this.#out.writableLength ?? 0) > mostBeforeHold) this.#hold();
  }

  #sayLeftOut(): void {
    if (this.#leftOut > 0) this.#say(`${this.#leftOut} lines are left out here, since they were not read fast enough`);
    this.#leftOut = 0;
  }

  #hold(): void {
    if (this.#children === undefined || this.#isHeld || this.#out.once === undefined) return;
    this.#isHeld = true;
    this.#children.hold();
    this.#out.once('drain', () => this.#release());
  }

  #release(): void {
    if (this.#isHeld) this.#heldUntil = this.#clock.now();
    this.#isHeld = false;
    this.#children?.release();
  }

  #say(text: string): void {
    const plain = plainText(text);
    const words = this.#err.isTTY === true ? painterFor(this.#err)(plain, 'dim') : plain;
    this.#err.write(`watchdog: ${words}\n`);
  }
}
