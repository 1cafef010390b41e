import { describe, expect, it } from 'vitest';
import { graphPage } from '../../../src/view/pages/graph.js';
import { type Line, lineWidth } from '../../../src/view/text/span.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';

const textOf = (line: Line): string =>
  line
    .map(({ text }) => text)
    .join('')
    .trimEnd();

const at = { now: 0, wall: 0 };

const shop = [
  runningProcess('api', 0, 0, { dependsOn: ['db', 'migrate'] }),
  sampleProcess('web', { state: 'waiting', dependsOn: ['api', 'gone'], brief: 'for api to be healthy' }),
  runningProcess('db', 0, 0),
  sampleProcess('migrate', { state: 'failed', trouble: true, dependsOn: ['db'], brief: 'exit code 1' }),
];

describe('The dependencies as a page', () => {
  it('show the processes in the waves in which they start, with their states and what they need', () => {
    expect(graphPage(shop, at, 80).lines.map(textOf)).toEqual([
      ' Wave 1',
      '   db       ● running',
      '',
      ' Wave 2',
      '   migrate  ✖ failed        ← ● db  exit code 1',
      '',
      ' Wave 3',
      '   api      ● running       ← ● db, ✖ migrate',
      '',
      ' Wave 4',
      '   web      ◔ waiting       ← ● api, ? gone  for api to be healthy',
    ]);
  });

  it('say the cause of what failed, as the table does', () => {
    const cause = { kind: 'port_in_use', what: 'port 3000 is in use', advice: '', port: 3000 } as const;
    const death = { at: 0, exit: { code: 1, signal: null }, cause };
    const api = sampleProcess('api', { state: 'backoff', brief: 'restart 4 after exit code 1', death });
    expect(graphPage([api], at, 80).lines.map(textOf)[1]).toBe('   api  ◌ retry         port 3000 is in use (exit code 1)');
    expect(graphPage([api], at, 50).lines.map(textOf)[1]).toBe('   api  ◌ retry         port 3000 is in use');
  });

  it('cut long names in their middle', () => {
    const names = ['blue', 'green'].map((colour) => `acme-notifications-worker-europe-west-${colour}`);
    const [blue, green] = graphPage(
      names.map((name) => runningProcess(name, 0, 0)),
      at,
      80,
    )
      .lines.slice(-2)
      .map(textOf);
    expect([blue, green].map((line) => line!.slice(3, 27))).toEqual(['acme-notific…e-west-blue', 'acme-notific…-west-green']);
  });

  it('have the whole of what the selected line has no room for', () => {
    const cause = { kind: 'port_in_use', what: 'port 3000 is in use', advice: '', port: 3000 } as const;
    const death = { at: 0, exit: { code: 1, signal: null }, cause };
    const api = sampleProcess('api', { state: 'backoff', brief: 'restart 4 after exit code 1', death });
    expect(graphPage([api], at, 80).cutText!('api')).toBeUndefined();
    expect(graphPage([api], at, 40).cutText!('api')).toBe('api: port 3000 is in use (exit code 1)');
  });

  it('colour each need by how it is', () => {
    const api = graphPage(shop, at, 80).lines.find((line) => textOf(line).includes('api '))!;
    expect(api.filter(({ text }) => /db|migrate/.test(text)).map(({ tone }) => tone)).toEqual(['good', 'trouble']);
  });

  it.each([20, 80, 200])('fill %i cells exactly', (width) => {
    for (const line of graphPage(shop, at, width).lines) expect(lineWidth(line)).toBe(width);
  });

  it('say so where there is nothing to draw, or nothing depends on anything', () => {
    expect(graphPage([], at, 80).lines.map(textOf)).toEqual([' no processes']);
    expect(graphPage([runningProcess('db', 0, 0)], at, 80).lines.map(textOf)[0]).toBe(' No dependencies; all start together');
  });

  it('come to an end also where processes that code registered depend on each other in a circle', () => {
    const circle = [sampleProcess('a', { dependsOn: ['b'] }), sampleProcess('b', { dependsOn: ['a'] })];
    expect(graphPage(circle, at, 80).lines.map(textOf)).toHaveLength(3);
  });
});
