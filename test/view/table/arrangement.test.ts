import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import {
  initialTableChoices,
  reduceTable,
  type SortKey,
  type TableAction,
  type TableChoices,
} from '../../../src/view/state/table.js';
import { Arrangement, settleMs } from '../../../src/view/table/arrangement.js';
import { processesOf } from '../../../src/view/table/rows.js';
import { sampleProcess } from '../../components/stage/sample-processes.js';

const four = [
  sampleProcess('w10', { cpu: 1, memory: 30, restartCount: 2, state: 'running' }),
  sampleProcess('w2', { cpu: 9, memory: null, state: 'failed', trouble: true }),
  sampleProcess('w1', { cpu: 5, memory: 10, restartCount: 2, state: 'backoff' }),
  sampleProcess('db', { cpu: null, memory: 20, state: 'stopped' }),
];

function chosen(...actions: readonly TableAction[]): TableChoices {
  return actions.reduce(reduceTable, initialTableChoices);
}

const by = (key: SortKey): TableAction => ({ type: 'sort', by: key });

class Table {
  processes: readonly ProcessSnapshot[] = four;
  readonly arrangement = new Arrangement();

  /** What is drawn at `now`. */
  at(now: number, choices: TableChoices): string {
    return processesOf(this.arrangement.renew(this.processes, choices, now))
      .map(({ name }) => name)
      .join(' ');
  }

  use(cpus: Readonly<Record<string, number>>): void {
    this.processes = this.processes.map((process) => ({ ...process, cpu: cpus[process.name] ?? process.cpu }));
  }
}

describe('The order of the rows', () => {
  it.each<[string, readonly TableAction[], string]>([
    ['of the file', [], 'w10 w2 w1 db'],
    ['by name, numbers in it as numbers', [by('name')], 'db w1 w2 w10'],
    ['by name, reversed', [by('name'), by('name')], 'w10 w2 w1 db'],
    ['by name, reversed twice', [by('name'), by('name'), by('name')], 'db w1 w2 w10'],
    ['by state, worst first', [by('state')], 'w2 w1 w10 db'],
    ['by cpu, most first, the unmeasured last', [by('cpu')], 'w2 w1 w10 db'],
    ['by cpu reversed, the unmeasured still last', [by('cpu'), by('cpu')], 'w10 w1 w2 db'],
    ['by memory after cpu, so not reversed', [by('cpu'), by('memory')], 'w10 db w1 w2'],
    ['by restarts, equal ones as in the file', [by('restarts')], 'w10 w1 w2 db'],
    ['of the file again', [by('cpu'), { type: 'sort', by: undefined }], 'w10 w2 w1 db'],
    ['of the file, trouble first', [{ type: 'trouble-first' }], 'w2 w10 w1 db'],
    ['by name, trouble first', [by('name'), { type: 'trouble-first' }], 'w2 db w1 w10'],
    ['with trouble first taken back', [{ type: 'trouble-first' }, { type: 'trouble-first' }], 'w10 w2 w1 db'],
  ])('can be %s', (_title, actions, expected) => {
    expect(new Table().at(0, chosen(...actions))).toBe(expected);
  });

  it('stays for a while once it has changed by itself, and changes at once after a quiet time', () => {
    const table = new Table();
    const choices = chosen(by('cpu'));
    expect(table.at(0, choices)).toBe('w2 w1 w10 db');
    table.use({ w10: 50 });
    expect(table.at(1000, choices)).toBe('w2 w1 w10 db');
    expect(table.at(settleMs, choices)).toBe('w10 w2 w1 db');
    table.use({ w1: 90 });
    expect(table.at(settleMs + 1000, choices)).toBe('w10 w2 w1 db');
    expect(table.at(2 * settleMs, choices)).toBe('w1 w10 w2 db');
    expect(table.at(9 * settleMs, choices)).toBe('w1 w10 w2 db');
    table.use({ w2: 99 });
    expect(table.at(9 * settleMs + 1, choices)).toBe('w2 w1 w10 db');
  });

  it('does not hop each second where two rows take turns', () => {
    const table = new Table();
    const orders = Array.from({ length: 60 }, (_, second) => {
      table.use({ w10: second % 2 === 0 ? 20 : 1, w2: second % 2 === 0 ? 1 : 20 });
      return table.at(second * 1000, chosen(by('cpu')));
    });
    expect(orders.filter((order, index) => index > 0 && order !== orders[index - 1]).length).toBeLessThanOrEqual(12);
  });

  it('follows what the user chooses, and shows what is new, at once', () => {
    const table = new Table();
    table.at(0, chosen(by('cpu')));
    expect(table.at(1, chosen(by('name')))).toBe('db w1 w2 w10');
    table.processes = [...four, sampleProcess('api')];
    expect(table.at(2, chosen(by('name')))).toBe('api db w1 w2 w10');
    table.processes = four.slice(1);
    expect(table.at(3, chosen(by('name')))).toBe('db w1 w2');
  });

  it('is for keys the one that is seen, whatever has changed since', () => {
    const table = new Table();
    const choices = chosen(by('cpu'));
    table.at(0, choices);
    table.use({ w10: 50 });
    const names = (rows: ReturnType<Arrangement['rows']>) => processesOf(rows).map(({ name }) => name);
    expect(names(table.arrangement.rows(table.processes, choices))).toEqual(['w2', 'w1', 'w10', 'db']);
    expect(table.at(settleMs, choices)).toBe('w10 w2 w1 db');
  });
});
