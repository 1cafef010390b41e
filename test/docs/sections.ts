import { Watchdog } from '../../src/api/watchdog.js';
import { metricFamilies } from '../../src/control/metrics/families.js';
import { type ErrorCode, errorTable } from '../../src/policy/words/errors.js';
import { routeReference } from '../../src/protocol/route-reference.js';
import { eventTable } from '../../src/supervisor/events/table.js';
import { keyRows } from '../../src/view/chrome/key-table.js';
import { configReference, type ReferenceRow } from './config-reference.js';
import { endsTable } from './ends.js';

/** The generated parts of the documents, by the name that stands in their markers. */
export const sections: Readonly<Record<string, () => string>> = {
  keys: () =>
    table(
      ['keys', 'where', 'what it does', 'name under `keys`'],
      keyRows().map(({ id, keys, where, title }) => [keys.split(' ').map(code).join(' '), where, title, code(id)]),
    ),
  ends: () => table(endsTable().head, endsTable().rows),
  'configuration-file': () => referenceTable(configReference().file),
  'configuration-process': () => referenceTable(configReference().process),
  events: () =>
    table(
      ['event', 'payload', 'when'],
      Object.entries(eventTable).map(([name, { payload, meaning }]) => [code(name), payloadText(payload), meaning]),
    ),
  protocol: () =>
    table(
      ['request', 'takes', 'answers'],
      Object.entries(routeReference).map(([request, { takes, answers }]) => [code(request), takes, answers]),
    ),
  metrics: () => {
    const families = metricFamilies(new Watchdog({ handleSignals: false }), '', 0);
    return table(
      ['metric', 'type', 'what it is'],
      families.map(({ name, type, help }) => [code(name), type, help]),
    );
  },
  errors: () =>
    table(
      ['status', 'code', 'meaning'],
      (Object.keys(errorTable) as ErrorCode[]).map((name) => [
        String(errorTable[name].exitCode),
        code(name),
        errorTable[name].meaning,
      ]),
    ),
};

function referenceTable(rows: readonly ReferenceRow[]): string {
  return table(
    ['key', 'type', 'default', 'meaning'],
    rows.map(({ key, type, default: value, meaning }) => [code(key), type, value === '' ? '' : code(value), meaning]),
  );
}

function payloadText(payload: Readonly<Record<string, string>>): string {
  const fields = Object.entries(payload).map(([field, type]) => `${field}: ${type}`);
  return fields.length === 0 ? 'none' : code(`{ ${fields.join(', ')} }`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return text === '`' ? text : `\`${text}\``;
}
