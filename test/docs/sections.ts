import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Watchdog } from '../../src/api/watchdog.js';
import { metricFamilies } from '../../src/control/metrics/families.js';
import { type ErrorCode, errorTable } from '../../src/policy/words/errors.js';
import { routeReference } from '../../src/protocol/route-reference.js';
import { eventTable } from '../../src/supervisor/events/table.js';
import { keyRows } from '../../src/view/chrome/key-table.js';
import { timeLine } from '../../src/view/chrome/time-line.js';
import { projectFolder } from '../house/source-tree.js';
import { sampleReplay } from '../view/sample-replay.js';
import { type ApiMember, apiMembers } from './api-reference.js';
import { configReference, type ReferenceRow } from './config-reference.js';
import { endsTable } from './ends.js';

/** The generated parts of the documents, by the name that is in their markers. */
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
  'library-watchdog': () =>
    membersTable([
      ...apiMembers('src/api/watchdog.ts', 'Watchdog'),
      ...apiMembers('src/api/observed-project.ts', 'ObservedProject'),
    ]),
  'library-options': () => fieldsTable(apiMembers('src/api/options.ts', 'WatchdogOptions')),
  'library-up': () => fieldsTable(apiMembers('src/api/run-end.ts', 'UpOptions')),
  'library-wait': () => fieldsTable(apiMembers('src/api/wait-for.ts', 'WaitOptions')),
  'library-load': () => fieldsTable(apiMembers('src/config/load.ts', 'LoadOptions')),
  'library-status': () => statusTable(),
  'library-connect': () => fieldsTable(apiMembers('src/client/running-watchdog.ts', 'ConnectOptions')),
  'library-running': () => membersTable(apiMembers('src/client/running-watchdog.ts', 'RunningWatchdog')),
  'library-monitor': () =>
    membersTable([
      ...apiMembers('src/api/container-monitor.ts', 'ContainerCallbacks'),
      ...apiMembers('src/api/container-monitor.ts', 'ContainerMonitor'),
    ]),
  protocol: () =>
    table(
      ['request', 'takes', 'answers'],
      Object.entries(routeReference).map(([request, { takes, answers }]) => [code(request), takes, answers]),
    ),
  'time-line': () => {
    const lines = [sampleReplay(), sampleReplay({ at: 50_000 }), sampleReplay({ at: 70_000, isPlaying: true, speed: 10 })];
    const texts = lines.map((replay) =>
      timeLine(replay, 90)
        .map(({ text }) => text)
        .join(''),
    );
    return ['```text', ...texts.map((text) => text.trimEnd()), '```'].join('\n');
  },
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

function membersTable(members: readonly ApiMember[]): string {
  return table(
    ['member', 'what it does'],
    members.map(({ signature, text }) => [code(signature), text]),
  );
}

function fieldsTable(members: readonly ApiMember[]): string {
  return table(
    ['option', 'default', 'what it does'],
    members.map(({ signature, usually, text }) => [code(signature), usually, text]),
  );
}

/** The fields of a status, those that it has of a snapshot with the words that are there. */
function statusTable(): string {
  const own = apiMembers('src/supervisor/snapshot/status.ts', 'ProcessStatus');
  const snapshot = apiMembers('src/supervisor/snapshot/process.ts', 'ProcessSnapshot');
  const source = readFileSync(join(projectFolder, 'src/supervisor/snapshot/status.ts'), 'utf8');
  const picked = [...(/extends Pick<([\s\S]*?)>/.exec(source)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name);
  const all = [...snapshot.filter(({ name }) => picked.includes(name)), ...own];
  return table(
    ['field', 'what it is'],
    all.map(({ signature, text }) => [code(signature), text]),
  );
}

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
