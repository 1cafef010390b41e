import { describe, expect, it } from 'vitest';
import { complaintsOf, parse } from '../config-text.js';

const checked = 'command: x, healthCheck: {exec: "true"}';

describe('dependencies', () => {
  it('in a list wait for healthy where there is a check, also one from the defaults, and else for started', () => {
    const text = `processes:\n  a: {command: x, dependsOn: [b, c]}\n  b: {${checked}}\n  c: {command: x}\n`;
    const conditions = (config: string) => parse(config).processes[0]!.dependsOn.map((dependency) => dependency.condition);
    expect(conditions(text)).toEqual(['healthy', 'started']);
    expect(conditions(`defaults: {healthCheck: {exec: a}}\n${text}`)).toEqual(['healthy', 'healthy']);
  });

  it('in a map say what to wait for, in short or at length', () => {
    const text = `processes:\n  a: {command: x, dependsOn: {b: started, c: {condition: completed}, d: {condition: started, restart: true}}}\n  b: {command: x}\n  c: {command: x, autoRestart: false}\n  d: {command: x}\n`;
    expect(parse(text).processes[0]!.dependsOn).toEqual([
      { name: 'b', condition: 'started', restart: false },
      { name: 'c', condition: 'completed', restart: false },
      { name: 'd', condition: 'started', restart: true },
    ]);
  });

  it.each([
    [
      'a: {command: x, dependsOn: [bb]}\n  bbb: {command: x}',
      '2:31 process "a" depends on "bb", which does not exist; did you mean "bbb"?',
    ],
    [
      'a: {command: x, dependsOn: ["@zz"]}',
      '2:31 process "a" depends on "@zz", which does not exist; only commands take groups and globs; name each process',
    ],
    [
      'a: {command: x, dependsOn: {"z*": started}}',
      '2:31 process "a" depends on "z*", which does not exist; only commands take groups and globs; name each process',
    ],
    ['a: {command: x, dependsOn: {zz: started}}', '2:31 process "a" depends on "zz", which does not exist'],
    ['a: {command: x, dependsOn: [toString]}', '2:31 process "a" depends on "toString", which does not exist'],
    ['a: {command: x, dependsOn: [a]}', '2:31 process "a" depends on itself; remove it'],
    [
      'a: {command: x, dependsOn: {b: healthy}}\n  b: {command: x}',
      '2:34 "b" has no health check, so it never becomes healthy; give it one, or wait for "started"',
    ],
    [
      'a: {command: x, dependsOn: {b: {condition: completed}}}\n  b: {command: x}',
      '2:46 "b" is restarted whenever it ends, so it never completes; give "b" autoRestart: on-failure or false',
    ],
  ])('that cannot come true are refused: %s', (processes, expected) => {
    expect(complaintsOf(`processes:\n  ${processes}\n`)).toEqual([expected]);
  });

  it('that are circular are shown with their path, at the one that closes the circle', () => {
    const text =
      'processes:\n  api: {command: x, dependsOn: [db]}\n  db: {command: x, dependsOn: [cache, api]}\n  cache: {command: x}\n';
    expect(complaintsOf(text)).toEqual(['3:39 circular dependency: api → db → api; remove one of these dependencies']);
  });

  it('that share a process without going round are fine', () => {
    const text =
      'processes:\n  a: {command: x, dependsOn: [b, c]}\n  b: {command: x, dependsOn: [d]}\n  c: {command: x, dependsOn: [d]}\n  d: {command: x}\n';
    expect(complaintsOf(text)).toEqual([]);
  });

  it('from the defaults are pointed at there', () => {
    expect(complaintsOf('defaults: {dependsOn: [nope]}\nprocesses: {a: {command: x}}')).toEqual([
      '1:24 process "a" depends on "nope", which does not exist',
    ]);
  });

  it('are checked beside other problems, but a broken process is not accused of what it may have meant', () => {
    const text = 'processes:\n  a: {command: 7, dependsOn: {b: healthy, c: started}}\n  b: {command: x, healthChek: {exec: a}}\n';
    expect(complaintsOf(text)).toEqual([
      '2:16 command must be a string, not a number (7); put it in quotes',
      '2:43 process "a" depends on "c", which does not exist',
      '3:19 unknown key "healthChek" in process "b"; did you mean "healthCheck"?',
    ]);
  });
});
