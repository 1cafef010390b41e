import { beforeEach, describe, expect, it, vi } from 'vitest';
import { widthFor } from '../../../src/cli/output/line-prefix.js';
import { LogPrinter } from '../../../src/cli/output/log-printer.js';
import type { LogRecord } from '../../../src/protocol/pages.js';

beforeEach(() => {
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('FORCE_COLOR', undefined);
});
const sink = (isTTY: boolean) => ({ isTTY, write: () => true });
const line = (text: string, rest: Partial<LogRecord> = {}): LogRecord => ({
  name: 'api',
  seq: 0,
  stream: 'stdout',
  time: 0,
  text,
  ...rest,
});
const hostile = '\x1b[31mred\x1b[0m\t\x1b]0;title\x07end';

describe('a log line', () => {
  it('keeps its colours on a terminal and loses whatever else acts on it', () => {
    expect(new LogPrinter(['api'], sink(true)).format(line(hostile))).toBe('\x1b[31mred\x1b[0m     end\n');
    vi.stubEnv('NO_COLOR', '1');
    expect(new LogPrinter(['api'], sink(true)).format(line(hostile))).toBe('red     end\n');
  });

  it('is plain in a pipe, with its tabs, and with its colours and nothing else where those are asked for', () => {
    expect(new LogPrinter(['api'], sink(false)).format(line(hostile))).toBe('red\tend\n');
    vi.stubEnv('FORCE_COLOR', '1');
    expect(new LogPrinter(['api'], sink(false)).format(line(hostile))).toBe('\x1b[31mred\x1b[0m     end\n');
    expect(new LogPrinter(['api'], sink(false)).format(line('\x1b[31mleft on'))).toBe('\x1b[31mleft on\x1b[0m\n');
  });

  it('bears the name of its process where there are several, all equally wide', () => {
    const printer = new LogPrinter(['api', 'worker'], sink(false));
    expect(printer.format(line('one'))).toBe('api    | one\n');
    expect(printer.format(line('two', { name: 'worker' }))).toBe('worker | two\n');
    vi.stubEnv('FORCE_COLOR', '1');
    expect(new LogPrinter(['api', 'worker'], sink(false)).format(line('x'))).toBe('\x1b[36mapi    |\x1b[39m x\n');
  });

  it('bears names of one width, however wide their characters are', async () => {
    const names = ['api', '日本語'];
    const printer = new LogPrinter(names, sink(false), await widthFor(names));
    expect(names.map((name) => printer.format(line('x', { name })))).toEqual(['api    | x\n', '日本語 | x\n']);
  });

  it('that went on growing is printed once, in two parts', () => {
    const printer = new LogPrinter(['api'], sink(false));
    expect(printer.format(line('Password: '))).toBe('Password: \n');
    expect(printer.format(line('loud', { stream: 'stderr', seq: 1 }))).toBe('loud\n');
    expect(printer.format(line('Password: ok'))).toBe('ok\n');
    expect(printer.format(line('Password: ok', { seq: 2 }))).toBe('Password: ok\n');
  });

  it('that was printed in the middle of a sequence goes on with no rest of it', () => {
    const printer = new LogPrinter(['api'], sink(false));
    expect(printer.format({ ...line('working \x1b]0;ti'), seq: 7 })).toBe('working \n');
    expect(printer.format({ ...line('working \x1b]0;title\x07done \x1b[3'), seq: 7 })).toBe('done \n');
    expect(printer.format({ ...line('working \x1b]0;title\x07done \x1b[31mred'), seq: 7 })).toBe('red\n');
  });

  it('that went on with colours only is printed no further', () => {
    for (const isTerminal of [false, true]) {
      const printer = new LogPrinter(['api'], sink(isTerminal));
      printer.format({ ...line('\x1b[31mred'), seq: 7 });
      expect(printer.format({ ...line('\x1b[31mred\x1b[0m'), seq: 7 })).toBe('');
    }
  });

  it('that was overwritten from its start is printed again', () => {
    const printer = new LogPrinter(['api'], sink(false));
    printer.format(line('10 %'));
    expect(printer.format(line('20 %'))).toBe('20 %\n');
  });
});
