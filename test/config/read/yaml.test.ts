import { describe, expect, it } from 'vitest';
import { complaintsOf, diagnosticsOf, parse } from '../config-text.js';

const badEscape = 'there is no such escape; write \\\\ for a backslash, or use single quotes';

describe('text that is not YAML', () => {
  it.each([
    ['processes:\n\tapi: {}\n', '2:1 a tab cannot indent; use spaces'],
    ['name: a\nname: b\nprocesses: {}\n', '2:1 duplicate key; keep one of them'],
    [
      'processes: {}\n---\nprocesses: {}\n',
      '2:1 a second document begins here; one file holds one configuration; remove the "---"',
    ],
    ['processes: {\n', '2:1 a "[" or "{" above is not closed, or what follows it is not indented'],
    [
      'name: echo foo: bar\nprocesses: {}',
      '1:7 a map or list cannot begin here; put it on a line of its own, or text with ": " in quotes',
    ],
    ['name: @a\nprocesses: {}', '1:7 text cannot begin with this character; put the text in quotes'],
    ['name: "\\q"\nprocesses: {}', `1:8 ${badEscape}`],
    ['name: "a\nprocesses: {}', '2:14 this is not YAML: missing closing "quote'],
    ['name: *a\nprocesses: {}', '1:7 there is no anchor &a above; write it where the value is defined'],
    ['name: !foo a\nprocesses: {}', '1:7 this is not YAML: unresolved tag: !foo'],
    ['processes: {}\n<<: 5', '2:5 "<<" merges maps only; write an alias of a map, or a list of those'],
    ['processes: {__proto__: {command: a}}', '1:13 "__proto__" cannot be a key; use another name'],
  ])('%j is located and explained', (text, expected) => {
    expect(complaintsOf(text)).toEqual([expected]);
  });

  it('that is nested without end is refused, not crashed on', () => {
    expect(complaintsOf('['.repeat(20_000))).toHaveLength(1);
    expect(complaintsOf('processes: &a {b: *a}').length).toBeGreaterThan(0);
  });

  it('hides nothing else where its meaning is clear', () => {
    expect(complaintsOf('processes:\n  a: {command: x, command: y, comand: z}')).toEqual([
      '2:19 duplicate key; keep one of them',
      '2:31 unknown key "comand" in process "a"; did you mean "command"?',
    ]);
  });

  it('is read as YAML 1.2, where yes is a string', () => {
    expect(complaintsOf('processes: {a: {command: x, shell: yes}}')).toEqual([
      '1:36 shell: a text names a shell here; for a switch write true or false, without quotes',
    ]);
  });
});

describe('anchors and merge keys', () => {
  it('work, and what a process says itself wins', () => {
    const { processes } = parse(
      'x-base: &base {command: x, maxRestarts: 1}\nprocesses:\n  a: {<<: *base, maxRestarts: 2}\n  b: *base\n  c: {<<: [{stdin: closed}, *base]}\n',
    );
    expect(processes.map((process) => [process.command, process.stdin, process.policy.maxRestarts])).toEqual([
      ['x', 'open', 2],
      ['x', 'open', 1],
      ['x', 'closed', 1],
    ]);
  });

  it('are pointed at where the value is, once for all who share it', () => {
    const text = 'x-base: &base {stdin: ajar}\nprocesses:\n  a: {<<: *base, command: x}\n  b: {<<: *base, command: x}\n';
    expect(complaintsOf(text)).toEqual(['1:23 stdin must be "open" or "closed", not "ajar"']);
  });

  it('are pointed at where they are used, when it is the use that is wrong', () => {
    const text = 'x-n: &n [a]\nprocesses: {a: {command: x, cwd: *n}}';
    expect(complaintsOf(text)).toEqual(['2:34 cwd must be a string, not a list']);
  });

  it('can be used often', () => {
    const uses = Array.from({ length: 500 }, (_, index) => `  p${index}: *base\n`).join('');
    expect(parse(`x-base: &base {command: x}\nprocesses:\n${uses}`).processes).toHaveLength(500);
  });
});

describe('a diagnostic', () => {
  it('carries its line and how much of it it is about', () => {
    expect(diagnosticsOf('processes:\r\n  a: {comand: x, command: y}\r\n')).toEqual([
      {
        file: '/project/shop/watchdog.yaml',
        line: 2,
        column: 7,
        message: 'unknown key "comand" in process "a"',
        hint: 'did you mean "command"?',
        lineText: '  a: {comand: x, command: y}',
        length: 6,
      },
    ]);
  });

  it('about a block of several lines points at its first', () => {
    expect(diagnosticsOf('processes:\n  a:\n    command:\n      b: 1\n')[0]).toMatchObject({ line: 4, column: 7, length: 4 });
  });
});
