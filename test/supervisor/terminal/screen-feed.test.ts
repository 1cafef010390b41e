import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PrivateModes, ScreenFeed } from '../../../src/supervisor/terminal/screen-feed.js';
import { FakeClock } from '../../ports/fake-clock.js';

const KiB = 1024;

class Scene {
  readonly clock = new FakeClock();
  readonly written: string[] = [];
  /** False leaves what is written unparsed until `parse`. */
  parsesAtOnce = true;
  readonly #unparsed: (() => void)[] = [];
  readonly feed = new ScreenFeed(this.clock, (bytes, parsed) => {
    this.written.push(bytes.toString());
    if (this.parsesAtOnce) parsed();
    else this.#unparsed.push(parsed);
  });

  parse(): void {
    for (const parsed of this.#unparsed.splice(0)) parsed();
  }

  get bytes(): number {
    return this.written.join('').length;
  }

  flood(bytes: number, line = 'a line of a flood\n'): void {
    const chunk = Buffer.from(line.repeat(Math.ceil((4 * KiB) / line.length)));
    for (let sent = 0; sent < bytes; sent += chunk.length) this.feed.take(chunk);
  }
}

describe('the feed of a screen', () => {
  it('passes at once what a busy program draws', () => {
    const scene = new Scene();
    for (const text of ['one', 'two', 'three']) scene.feed.take(Buffer.from(text));
    expect(scene.written).toEqual(['one', 'two', 'three']);
  });

  it('loses nothing of what is only a little too much', () => {
    const scene = new Scene();
    scene.flood(400 * KiB);
    expect(scene.bytes).toBeLessThanOrEqual(256 * KiB);
    scene.clock.advance(100);
    expect(scene.bytes).toBeGreaterThanOrEqual(400 * KiB);
    expect(scene.feed.skipped).toBe(0);
  });

  it('passes of a flood the newest, from the start of a line on, and counts what it left out', () => {
    const scene = new Scene();
    scene.flood(5000 * KiB);
    scene.feed.take(Buffer.from('the last line\n'));
    const before = scene.bytes;
    scene.clock.advance(100);
    const last = scene.written.at(-1)!;
    expect(scene.bytes - before).toBeLessThan(400 * KiB);
    expect(last).toMatch(/^\x18\x1b\[ma line of a flood\n/);
    expect(last).toMatch(/the last line\n$/);
    const taken = Math.ceil((5000 * KiB) / (18 * Math.ceil((4 * KiB) / 18))) * 18 * Math.ceil((4 * KiB) / 18) + 14;
    expect(before + last.length - 4 + scene.feed.skipped).toBe(taken);
  });

  it.each([
    ['\x1b[3;1Hdrawn', '\x1b[3;1Hdrawn', '\x1b[3;1Hdrawn the end\n'],
    ['neither', 'neither', 'neither the end\n'],
  ])('passes the end of a flood of %j that has no line ends', (text, start, end) => {
    const scene = new Scene();
    scene.flood(1000 * KiB, text);
    scene.feed.take(Buffer.from(' the end\n'));
    scene.clock.advance(100);
    const last = scene.written.at(-1)!;
    expect(last.length).toBeGreaterThan(60 * KiB);
    expect(last).toContain(start);
    expect(last.endsWith(end)).toBe(true);
  });

  it('sets the modes again that were set in what it left out, each as it was set last', () => {
    const scene = new Scene();
    scene.flood(300 * KiB);
    scene.feed.take(Buffer.from('\x1b[?25l\x1b[?1049h\x1b[?1;2004h\x1b[?25h'));
    scene.flood(1000 * KiB);
    scene.clock.advance(100);
    expect(scene.written.at(-1)).toMatch(/^\x18\x1b\[m\x1b\[\?1049h\x1b\[\?1h\x1b\[\?2004h\x1b\[\?25ha line/);
  });

  it('waits for a screen that is behind', () => {
    const scene = new Scene();
    scene.parsesAtOnce = false;
    scene.flood(1000 * KiB);
    const before = scene.bytes;
    scene.clock.advance(500);
    expect(scene.bytes).toBe(before);
    scene.parse();
    scene.clock.advance(100);
    expect(scene.bytes).toBeGreaterThan(before);
  });

  it('passes all that is left at the end, and leaves no timer', () => {
    const scene = new Scene();
    scene.flood(300 * KiB);
    scene.feed.take(Buffer.from('end'));
    scene.feed.end();
    expect(scene.written.at(-1)).toMatch(/end$/);
    expect(scene.clock.pending).toBe(0);
  });
});

describe('private modes', () => {
  it('are those of the last time, whatever is between them', () => {
    const noise = fc.constantFrom('text', '\x1b[31m', '\x1b[?', '\x1b[?h', '\x1b[2J', '\r\n');
    const mode = fc.record({ number: fc.constantFrom(1, 25, 1049, 2004), set: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, mode), { maxLength: 30 }), (pieces) => {
        const last = new Map<number, boolean>();
        let text = '';
        for (const piece of pieces) {
          if (typeof piece === 'string') text += `${piece} `;
          else {
            last.set(piece.number, piece.set);
            text += `\x1b[?${piece.number}${piece.set ? 'h' : 'l'}`;
          }
        }
        const modes = new PrivateModes();
        modes.take(Buffer.from(text));
        const told = [...String(modes).matchAll(/\x1b\[\?(\d+)([hl])/g)].map(([, number, letter]) => [
          Number(number),
          letter === 'h',
        ]);
        expect(new Map(told as [number, boolean][])).toEqual(last);
      }),
    );
  });
});
