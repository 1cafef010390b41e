import { describe, expect, it } from 'vitest';
import { LogFrames } from '../../../src/adapters/engine/log-frames.js';
import { StampedLines } from '../../../src/adapters/engine/stamped-lines.js';
import type { ContainerOutput } from '../../../src/ports/container-engine.js';

const docker = '2024-05-06T07:08:09.123456789Z ';
const podman = '2024-05-06T09:08:09+02:00 ';
const at = Date.UTC(2024, 4, 6, 7, 8, 9, 123);
const within = Date.UTC(2024, 4, 6, 7, 8, 9, 999);

/** What comes out of a log that is delivered in pieces of a size: the text of each time on each output. */
function read(log: LogFrames | StampedLines, whole: Buffer, size: number): Record<string, string> {
  const texts: Record<string, string> = {};
  const add = ({ stream, chunk, time }: ContainerOutput): void => {
    const key = `${stream} ${time}`;
    texts[key] = (texts[key] ?? '') + chunk.toString();
  };
  for (let from = 0; from < whole.length; from += size)
    for (const piece of log.take(whole.subarray(from, from + size))) add(piece);
  return texts;
}

describe('a log without a terminal', () => {
  const frame = (stream: number, text: string): Buffer => {
    const head = Buffer.alloc(8);
    head[0] = stream;
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };

  it.each([1, 3, 8, 9, 40, 1000])('comes out whole in pieces of %i bytes, each line with its time', (size) => {
    const whole = Buffer.concat([
      frame(1, `${docker}out\n`),
      frame(2, `${podman}err\n`),
      frame(1, ''),
      frame(1, `${docker}${'x'.repeat(300)}`),
      frame(1, `${docker}\n`),
    ]);
    expect(read(new LogFrames(), whole, size)).toEqual({
      [`stdout ${at}`]: `out\n${'x'.repeat(300)}\n`,
      [`stderr ${within}`]: 'err\n',
    });
  });

  it.each([1, 1000])('stays as it is where the engine gives no times, in pieces of %i bytes', (size) => {
    const whole = Buffer.concat([frame(1, 'out\n'), frame(2, '2024-05-06 is a day, as any other day of the year\n')]);
    expect(read(new LogFrames(), whole, size)).toEqual({
      'stdout undefined': 'out\n',
      'stderr undefined': '2024-05-06 is a day, as any other day of the year\n',
    });
  });
});

describe('a log of a terminal', () => {
  it.each([1, 3, 31, 40, 1000])('comes out whole in pieces of %i bytes, without the times in front of its lines', (size) => {
    const whole = Buffer.from(`${docker}one\r\n${docker}\r\n${podman}\x1b[32mtwo\x1b[0m\r\n`);
    expect(read(new StampedLines(), whole, size)).toEqual({
      [`stdout ${at}`]: 'one\r\n\r\n',
      [`stdout ${within}`]: '\x1b[32mtwo\x1b[0m\r\n',
    });
  });

  it('has no times between the bits of a line either, which come one by one', () => {
    const log = new StampedLines();
    const bits = [`${podman}Pass`, `${podman}word: `, '2024 is no time', '\r\n', `${podman}yes\r\n`];
    expect(bits.flatMap((bit) => log.take(Buffer.from(bit))).map(({ chunk }) => chunk.toString())).toEqual([
      'Pass',
      'word: ',
      '2024 is no time',
      '\r\n',
      'yes\r\n',
    ]);
  });

  it('that is split within a time waits for the rest of that', () => {
    const log = new StampedLines();
    expect(log.take(Buffer.from(docker.slice(0, 20)))).toEqual([]);
    expect(log.take(Buffer.from(`${docker.slice(20)}x`))).toEqual([{ stream: 'stdout', chunk: Buffer.from('x'), time: at }]);
  });

  it('shows what has no end yet at once where it cannot be a time', () => {
    expect(read(new StampedLines(), Buffer.from('Password: '), 3)).toEqual({ 'stdout undefined': 'Password: ' });
  });
});
