import { describe, expect, it } from 'vitest';
import { EventHistory, type EventRecord } from '../../../src/supervisor/events/history.js';
import { eventTable } from '../../../src/supervisor/events/table.js';
import { eventWords } from '../../../src/view/pages/event-words.js';
import { eventsPage } from '../../../src/view/pages/events.js';
import { filterEvents, withoutRepeats } from '../../../src/view/pages/filter-events.js';
import { lineWidth } from '../../../src/view/text/span.js';
import { Stage } from '../../api/stage.js';
import { textsOf } from '../text-of.js';

const wall = new Date(2026, 10, 23, 14, 3, 0).getTime();

function records(...events: readonly (Omit<EventRecord, 'seq' | 'at'> & { readonly event: string })[]): readonly EventRecord[] {
  return events.map((each, seq) => ({ seq, at: wall - 10_000 + seq * 1000, ...each }) as EventRecord);
}

const happened = records(
  { event: 'started', name: 'api', pid: 42 },
  { event: 'exited', name: 'api', code: 127, signal: null },
  { event: 'backoff', name: 'api', delayMs: 2000, attempt: 2 },
  { event: 'notice', name: null, text: 'api, worker: waiting for db, which died with exit code 137' },
  { event: 'state', name: 'payments', from: 'running', to: 'circuit_open', reason: 'circuit open after 5 failures in 21s' },
);

const facts = { records: happened, filter: '', following: true, wall, followHint: 'G follows' };

describe('The page of events', () => {
  it('has a line each, the newest last', () => {
    expect(textsOf(eventsPage(facts, 100))).toEqual([
      ` Events   5${' '.repeat(79)}following`,
      ' 14:02:50  api       started, pid 42',
      ' 14:02:51  api       ended with exit code 127: command not found',
      ' 14:02:52  api       restart 2 in 2s',
      ' 14:02:53            api, worker: waiting for db, which died with exit code 137',
      ' 14:02:54  payments  running → circuit open: circuit open after 5 failures in 21s',
    ]);
  });

  it('says what is filtered, that it is scrolled, and when there is nothing', () => {
    const [head, ...lines] = textsOf(eventsPage({ ...facts, filter: 'API exit', following: false }, 100));
    expect(head).toMatch(/^ Events {3}2 of 5 with "API exit" .* held, G follows$/);
    expect(lines).toHaveLength(2);
    expect(textsOf(eventsPage({ ...facts, filter: 'no such' }, 100))[1]).toBe('   no events match');
    expect(textsOf(eventsPage({ ...facts, records: [] }, 100))[1]).toBe('   no events yet');
  });

  it('cuts long names in their middle', () => {
    const [record] = records({ event: 'started', name: 'acme-notifications-worker-europe-west-blue', pid: 42 });
    expect(textsOf(eventsPage({ ...facts, records: [record!] }, 100))[1]).toContain('acme-notif…west-blue  started, pid 42');
  });

  it('has the whole of what the selected line has no room for', () => {
    const page = eventsPage(facts, 60);
    expect(page.cutText!('0')).toBeUndefined();
    expect(page.cutText!('4')).toBe('payments: running → circuit open: circuit open after 5 failures in 21s');
    expect(page.cutText!('3')).toBe('api, worker: waiting for db, which died with exit code 137');
  });

  it.each([40, 80, 200])('fills %i cells exactly, also after another width, and whatever the events say', (width) => {
    const wild = records(
      { event: 'notice', name: '\x1b[31mx\ty', text: '漢字\u202e\x07'.repeat(40) },
      { event: 'later', of: 'x' },
    );
    for (const list of [happened, wild]) {
      const { head, lines, keys } = eventsPage({ ...facts, records: list }, width);
      for (const line of [...head, ...lines]) expect(lineWidth(line)).toBe(width);
      expect(keys).toHaveLength(lines.length);
    }
  });
});

describe('An event', () => {
  it('has words for every one in the table', () => {
    for (const event of Object.keys(eventTable)) {
      const { text } = eventWords(records({ event, name: 'api' })[0]!);
      expect(text, event).not.toMatch(/^$|_/);
    }
  });

  it('of a start that waits says for what, or why in vain', () => {
    const waits = { event: 'waiting', name: 'api', for: 'db to be healthy', blocked: null };
    const inVain = { ...waits, blocked: 'db failed with exit code 1; autoRestart is false' };
    expect(records(waits, inVain).map((record) => eventWords(record))).toEqual([
      { whose: 'api', text: 'waits for db to be healthy', tone: 'progress' },
      { whose: 'api', text: 'blocked: db failed with exit code 1; autoRestart is false', tone: 'trouble' },
    ]);
  });

  it('of a notice has no name twice', () => {
    const notice = { event: 'notice', name: 'api', text: 'restarting: db restarted' };
    expect(eventWords(records(notice)[0]!)).toMatchObject({ whose: 'api', text: 'restarting: db restarted' });
    const other = { event: 'notice', name: null, text: 'api, web: waiting for db, which died with exit code 1' };
    expect(eventWords(records(other)[0]!)).toMatchObject({ whose: '', text: other.text });
    // A text that begins like the name of the process is its own.
    const alike = { event: 'notice', name: 'api', text: 'api: of all things' };
    expect(eventWords(records(alike)[0]!)).toMatchObject({ whose: 'api', text: 'api: of all things' });
  });

  it('that this version does not know is shown with its fields', () => {
    expect(eventWords(records({ event: 'moved', name: 'api', where: 'up' })[0]!)).toMatchObject({
      whose: 'api',
      text: 'moved, where up',
    });
  });
});

describe('The filter of events', () => {
  it.each([
    ['', [0, 1, 2, 3, 4]],
    ['  ', [0, 1, 2, 3, 4]],
    ['api', [0, 1, 2, 3]],
    ['code 127', [1]],
    ['127 CODE', [1]],
    ['notice', [3]],
    ['payments open', [4]],
    ['payments started', []],
  ])('%j leaves %j', (words, left) => {
    expect(filterEvents(happened, words).map(({ seq }) => seq)).toEqual(left);
  });

  it('leaves out transitions that the event before has reported, and no others', async () => {
    const stage = new Stage();
    const history = new EventHistory(stage.watchdog, stage.clock);
    stage.register({ autoRestart: 'on-failure', maxRestarts: 1 });
    await stage.start();
    await stage.crash(1);
    await stage.advance(1000);
    void stage.watchdog.stop('api');
    await stage.crash(143);
    await stage.start();
    await stage.crash(0);
    expect(withoutRepeats(history.records).map((record) => eventWords(record).text)).toEqual([
      'registered',
      'starting',
      'started, pid 1000',
      'ended with exit code 1',
      'restart 1 in 1s',
      'starting',
      'started, pid 1001',
      'running → stopping: SIGTERM sent (stop by hand)',
      'ended with exit code 143, stopped by hand',
      'stopped',
      'starting',
      'started, pid 1002',
      'ended with exit code 0',
      'running → completed: exit code 0 after 0ms',
    ]);
  });

  it('leaves out health checks that pass as the one before did', () => {
    const events = ['health_ok', 'health_ok', 'health_failed', 'health_ok', 'health_ok', 'starting', 'health_ok'];
    const list = records(...events.map((event) => ({ event, name: 'api' })), { event: 'health_ok', name: 'db' });
    expect(withoutRepeats(list).map(({ seq }) => seq)).toEqual([0, 2, 3, 5, 6, 7]);
  });
});
