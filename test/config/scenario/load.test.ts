import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/problems/config-error.js';
import { parseScenario } from '../../../src/config/scenario/load.js';

const request = { names: ['api', 'db'], forMs: 600_000 };
const parse = (text: string) => parseScenario({ file: '/shop/scenario.yaml', text }, request);

function complaints(text: string): readonly string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.diagnostics.map(({ line, column, message, hint }) => `${line}:${column} ${message}; ${hint}`);
  }
  return [];
}

describe('A scenario', () => {
  it('says what processes do and what is expected', () => {
    const { processes, expectations } = parse(`processes:
  api: {readyAfter: 2s, exits: [{after: 5s, code: 1}], unhealthy: [{from: 10s, to: 20s}]}
expect:
  - api is circuit_open by 30s
`);
    expect(processes.get('api')).toEqual({
      readyAfterMs: 2000,
      exits: [{ afterMs: 5000, code: 1 }],
      unhealthy: [{ fromMs: 10_000, toMs: 20_000 }],
      repeats: false,
    });
    expect(expectations).toEqual([
      { text: 'api is circuit_open by 30s', name: 'api', kind: 'is', state: 'circuit_open', byMs: 30_000 },
    ]);
  });

  it('may be empty', () => {
    expect(parse('').processes.size).toBe(0);
  });

  it('is refused with places and hints, all at once', () => {
    expect(
      complaints(`processes:
  apj: {readyAfter: 2s}
expect:
  - dv never starts
  - db is running by 20m
`),
    ).toEqual([
      '2:3 no process is called "apj"; did you mean "api"?',
      '4:5 no process is called "dv"; did you mean "db"?',
      '5:5 20m is after the end of the simulation, 10m; --for 20m makes it longer',
    ]);
  });

  it('is refused where its form is wrong', () => {
    expect(complaints('processes: {api: {exits: [{after: 5, code: 300}], readyafter: 1s}}\nexpect: [api sleeps]')).toEqual([
      expect.stringMatching(/^1:\d+ .*code must be at most 255/),
      expect.stringMatching(/^1:\d+ .*readyafter.*readyAfter/),
      expect.stringMatching(/^2:10 expect\[0\]: "api sleeps" is no expectation; write NAME is STATE by T/),
    ]);
    expect(complaints('processes: {api: {unhealthy: [{from: 5s, to: 5s}]}}')).toEqual([
      expect.stringContaining('to must be later than from'),
    ]);
    expect(complaints('processes:\n  api: {exits: [{after: 5s}]}')).toEqual([
      expect.stringMatching(/^2:17 "code" is missing in exits\[0\] of process "api"/),
    ]);
    expect(complaints('processes: [')).not.toEqual([]);
  });
});
