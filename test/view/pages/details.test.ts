import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DetailsFacts, detailsPage } from '../../../src/view/pages/details.js';
import { lineWidth } from '../../../src/view/text/span.js';
import { sparkline } from '../../../src/view/text/sparkline.js';
import { sampleCard, sampleDetails } from '../../components/stage/sample-details.js';
import { runningProcess, sampleCircuit, sampleProcess } from '../../components/stage/sample-processes.js';
import { textOf, textsOf } from '../text-of.js';

const now = 100_000;
const wall = new Date(2026, 10, 23, 14, 3, 0).getTime();
const ago = (seconds: number): number => wall - seconds * 1000;

const card = sampleCard(7, ago(29), {
  firstAt: ago(600),
  count: 3,
  words: 'exit code 137: SIGKILL, perhaps out of memory',
  cpu: 98.26,
  memory: 1.5 * 1024 ** 3,
  lines: [
    { stream: 'stdout', text: 'listening' },
    { stream: 'stderr', text: '\x1b[31mError:\x1b[0m no\tstock\x1b]0;title\x07' },
  ],
  checks: [{ id: 'liveness', ok: false, message: 'HTTP 503', at: ago(30), latencyMs: 12 }],
  causes: [{ kind: 'port_in_use', what: 'port 3000 is held by pid 42 (node), of web', advice: 'stop it', port: 3000 }],
});

const facts: DetailsFacts = {
  name: 'api',
  card: undefined,
  cardsHint: '[ and ] show each',
  now,
  wall,
  processes: [
    runningProcess('api', now, 91_000, {
      health: 'healthy',
      startCount: 3,
      restartCount: 2,
      lastStartTime: ago(91),
      reason: 'running, healthy',
      timedReason: { before: 'running for ', time: 'up', after: ', healthy' },
      circuit: sampleCircuit({ failureTimes: [now - 1000, now - 2000] }),
    }),
    runningProcess('db', now, 1000, { health: 'healthy' }),
    sampleProcess('web', { state: 'waiting', brief: 'for api to be healthy' }),
  ],
  details: sampleDetails('api', {
    dependencies: [{ name: 'db', condition: 'healthy', state: 'running', health: 'healthy' }],
    dependents: [{ name: 'web', condition: 'started', state: 'waiting', health: 'none' }],
    probes: [
      {
        id: 'readiness',
        records: [
          { ok: true, message: 'HTTP 200', at: ago(3), latencyMs: 0 },
          { ok: false, message: 'HTTP 503', at: ago(2), latencyMs: 70 },
          { ok: true, message: 'HTTP 200', at: ago(1), latencyMs: 10 },
        ],
      },
      { id: 'liveness', records: [] },
    ],
    usage: [
      { at: ago(2), cpu: 0, memory: 50 * 1024 ** 2 },
      { at: ago(0), cpu: 14.04, memory: 100 * 1024 ** 2 },
    ],
    tree: [
      { pid: 42, parent: 1, program: 'sh', runState: 'S', ports: [] },
      { pid: 43, parent: 42, program: 'node', runState: 'T', ports: [3000, 9229] },
    ],
    knownBy: 'cgroups',
    timeline: [
      { at: ago(95), from: 'running', to: 'backoff', reason: 'restart 1 after exit code 1', why: '' },
      { at: ago(92), from: 'backoff', to: 'starting', reason: 'starting', why: 'starting' },
      { at: ago(91), from: 'starting', to: 'running', reason: 'running for 0s', why: 'running for 0s' },
    ],
    ends: [
      {
        code: 0,
        signal: null,
        at: ago(86_400),
        words: 'exit code 0',
        ranMs: 1200,
        expected: true,
        by: 'itself',
        action: null,
        why: '',
      },
      {
        code: 1,
        signal: null,
        at: ago(95),
        words: 'exit code 1',
        ranMs: 400,
        expected: false,
        by: 'itself',
        action: null,
        why: '',
      },
    ],
  }),
  crashes: [sampleCard(6, ago(400)), card],
};

describe('The details', () => {
  it('say all that is known, in sections', () => {
    expect(textsOf(detailsPage(facts, 100))).toEqual([
      ' api   ● running   healthy',
      ' Now',
      '   running for 1m31s, healthy',
      '   desired: up   pid 4242   started 3 times, last 14:01:29',
      '   2 restarts without a success   circuit closed   2 of 5 failures in 1m00s',
      '',
      ' Health',
      '   readiness    ▁█▂   0ms to 70ms',
      '                ✔ HTTP 200, 10ms   14:02:59   1 of the last 3 failed',
      '   liveness     not asked yet',
      '',
      ' Crashes   [ and ] show each',
      '   14:02:31  Error: no       stock   exit code 137: SIGKILL, perhaps out of memory   3 times',
      '     port 3000 is held by pid 42 (node), of web; stop it',
      '   13:56:20  Error: number 6   exit code 1',
      '',
      ' History',
      '   14:01:29  running for 1m31s',
      '   14:01:25  ran 400ms    exit code 1   retry 1 in 3s',
      '   2026-11-22 14:03  ran 1.2s     exit code 0',
      '',
      ' Dependencies',
      '   depends on   db   ● running   until healthy',
      '   dependents   web   ◔ waiting   until started   for api to be healthy',
      '',
      ' Processes and ports   cgroups',
      '   42 sh',
      '     └ 43 node   listens on 3000, 9229   suspended',
      '',
      ' Usage',
      '   cpu          ▁█   14.0 %   peak 14.0 %',
      '   memory       ▅█   105 MB   peak 105 MB',
      '',
      ' Configuration',
      '   command: api',
      '   args: []',
    ]);
  });

  it('stand in two columns from 110 cells on: how it is on the left, what it is on the right', () => {
    const texts = textsOf(detailsPage(facts, 110));
    expect(texts[1]).toMatch(/^ Now {40,} Dependencies$/);
    expect(texts.some((text) => /^ History {40,}/.test(text) || text === ' History')).toBe(true);
    expect(textsOf(detailsPage(facts, 109))[1]).toBe(' Now');
  });

  it('colour a failed check red among those that passed', () => {
    const line = detailsPage(facts, 120).lines.find((each) => textOf(each).includes('▁█▂'))!;
    expect(line.filter(({ text }) => /[▁█▂]/.test(text)).map(({ text, tone }) => [text, tone])).toEqual([
      ['▁', 'good'],
      ['█', 'trouble'],
      ['▂', 'good'],
    ]);
  });

  it('count down once to what comes next', () => {
    const flaky = sampleProcess('api', {
      state: 'backoff',
      desired: 'up',
      dueAt: now + 3400,
      reason: 'restart 4 after exit code 1',
      timedReason: { before: 'restart 4 in ', time: 'due', after: ' after exit code 1' },
    });
    const texts = textsOf(detailsPage({ ...facts, processes: [flaky] }, 120));
    expect(texts.slice(1, 3).map((text) => text.slice(0, 50).trimEnd())).toEqual([
      ' Now',
      '   restart 4 in 4s after exit code 1',
    ]);
    expect(texts.filter((text) => text.includes('4s'))).toHaveLength(1);
  });

  it('begin with the cause, where what follows does not say it, and have that of what it depends on', () => {
    const cause = { kind: 'port_in_use', what: 'port 3000 is in use', advice: '', port: 3000 } as const;
    const death = { at: wall, exit: { code: 1, signal: null }, cause };
    const [, db, web] = facts.processes;
    const api = sampleProcess('api', {
      state: 'backoff',
      dueAt: now + 3400,
      reason: 'restart 4 after exit code 1',
      timedReason: { before: 'restart 4 in ', time: 'due', after: ' after exit code 1' },
      death,
    });
    const texts = textsOf(detailsPage({ ...facts, processes: [api, { ...api, name: 'db', brief: 'restart 4' }, web!] }, 80));
    expect(texts.slice(1, 4)).toEqual([' Now', '   port 3000 is in use (exit code 1)', '   restart 4 in 4s after exit code 1']);
    expect(texts.join(' ')).toMatch(/depends on {3}db {3}◌ retry {3}until healthy\s+port 3000 is in use/);
    const { timedReason: _timed, ...untimed } = db!;
    const why = { brief: 'HTTP 503', reason: 'unhealthy: HTTP 503' };
    const unhealthy = { ...untimed, name: 'api', health: 'unhealthy', ...why } as const;
    expect(textsOf(detailsPage({ ...facts, processes: [unhealthy] }, 80))[2]).toBe('   unhealthy: HTTP 503');
  });

  it('leave out what there is not, and say so where the process is gone', () => {
    const bare = detailsPage({ ...facts, details: sampleDetails('api'), crashes: [] }, 80);
    expect(bare.lines.map(textOf).filter((text) => /^ \S/.test(text))).toEqual([' Now', ' History', ' Configuration']);
    expect(textsOf(detailsPage({ ...facts, processes: [], details: undefined }, 80))).toEqual([' api was removed']);
  });

  it('begin with what the table knows while the rest is being asked for', () => {
    const early = detailsPage({ ...facts, details: undefined, crashes: [] }, 80);
    expect(early.lines.map(textOf).filter((text) => /^ \S/.test(text))).toEqual([' Now']);
  });

  it.each([40, 80, 120, 200])('fill %i cells exactly, and name every line once', (width) => {
    for (const shown of [undefined, 7]) {
      const { head, lines, keys } = detailsPage({ ...facts, card: shown }, width);
      for (const line of [...head, ...lines]) expect(lineWidth(line)).toBe(width);
      expect(keys).toHaveLength(lines.length);
      expect(new Set(keys).size).toBe(lines.length);
    }
  });
});

describe('A crash card', () => {
  it('says how it died, of what and with which last words', () => {
    expect(textsOf(detailsPage({ ...facts, card: 7 }, 120))).toEqual([
      ' api   Error: no       stock',
      ' crash 2 of 2, 3 times, last 14:02:31',
      ' How it ended',
      '   exit code 137: SIGKILL, perhaps out of memory',
      '   after 2.1s   cpu 98.3 %   memory 1.6 GB   first 13:53:00',
      '',
      ' Likely cause',
      '   port 3000 is held by pid 42 (node), of web',
      '     stop it',
      '',
      ' Health before',
      '   14:02:30  ✖ liveness   HTTP 503   12ms',
      '',
      ' Last lines',
      '    listening',
      '   ▏Error: no       stock',
    ]);
  });

  it('of what was never up and wrote nothing says so', () => {
    const unborn = sampleCard(1, ago(1), { exit: null, words: 'command not found: api (ENOENT)', ranMs: null, lines: [] });
    expect(textsOf(detailsPage({ ...facts, crashes: [unborn], card: 1 }, 80))).toEqual([
      ' api   command not found: api (ENOENT)',
      ' crash 1 of 1, 14:02:59',
      ' How it ended',
      '   command not found: api (ENOENT)',
      '   it never ran',
      '',
      ' Last lines',
      '   no output',
    ]);
  });

  it('that is not kept any more gives way to the newest', () => {
    expect(textsOf(detailsPage({ ...facts, card: 1 }, 80))[1]).toBe(' crash 2 of 2, 3 times, last 14:02:31');
  });

  it('stays after the process was removed', () => {
    expect(textsOf(detailsPage({ ...facts, processes: [], details: undefined, card: 6 }, 80)).slice(0, 2)).toEqual([
      ' api   Error: number 6',
      ' crash 1 of 2, 13:56:20',
    ]);
  });
});

describe('A sparkline', () => {
  it.each([
    [[], ''],
    [[0, 0], '▁▁'],
    [[5], '█'],
    [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  ])('of %j is %s', (values, text) => {
    expect(sparkline(values)).toBe(text);
  });

  it('has a cell for each number, with whatever signs', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, noNaN: true, max: 1e9 })), (values) => {
        expect(sparkline(values, '.:|')).toMatch(new RegExp(`^[.:|]{${values.length}}$`));
      }),
    );
  });
});
