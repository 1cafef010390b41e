import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/api/simulation.js';
import { Watchdog } from '../../../src/api/watchdog.js';
import { parseScenario } from '../../../src/config/scenario/load.js';
import type { ProcessConfig } from '../../../src/config/schema/process-config.js';
import type { ProcessScript } from '../../../src/policy/simulation/scenario.js';
import { parse } from '../../config/config-text.js';
import { eventually } from '../../fixtures/eventually.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

/** Does what the files with its name say: it is ready after a while, and its child of each number ends as that line says. */
const actor = `
count=$(cat "$1.count" 2>/dev/null || echo 0)
count=$((count + 1))
echo $count > "$1.count"
rm -f "$1.ready"
case $2 in
  0) : > "$1.ready" ;;
  *) (sleep "$2"; : > "$1.ready") & ;;
esac
line=$(sed -n "\${count}p" "$1.exits")
[ -n "$line" ] || exec sleep 600
sleep "\${line% *}"
exit "\${line#* }"
`;

interface Case {
  readonly processes: string;
  readonly scenario: string;
  /** What each process comes to at last, by which the real run knows that it is over. */
  readonly last: Readonly<Record<string, string>>;
}

const check = 'healthCheck: {exec: x, interval: 100ms, startInterval: 50ms, threshold: 2}';
// No success while the test runs, however slow the machine is.
const quick = 'minUptime: 1m, restartDelay: 100ms';

const cases: Readonly<Record<string, Case>> = {
  'a chain that waits for what is slow': {
    processes: `{db: {command: x, ${check}}, api: {command: x, ${check}, dependsOn: {db: healthy}}, web: {command: x, dependsOn: {api: healthy}}}`,
    scenario: 'processes: {db: {readyAfter: 300ms}, api: {readyAfter: 200ms}}',
    last: { web: 'running' },
  },
  'a crash that passes': {
    processes: `{api: {command: x, ${quick}}}`,
    scenario: 'processes: {api: {exits: [{after: 100ms, code: 1}, {after: 100ms, code: 2}]}}',
    last: { api: '3 running' },
  },
  'crashes that open the circuit, and a trial that succeeds': {
    processes: `{api: {command: x, ${quick}, circuit: {threshold: 2, cooldown: 300ms}}}`,
    scenario: 'processes: {api: {exits: [{after: 50ms, code: 1}, {after: 50ms, code: 1}]}}',
    last: { api: '3 running' },
  },
  'one-shot work, and what waits for it': {
    processes: `{migrate: {command: x, autoRestart: on-failure, ${quick}}, api: {command: x, dependsOn: {migrate: completed}}}`,
    scenario: 'processes: {migrate: {exits: [{after: 100ms, code: 1}, {after: 100ms, code: 0}]}}',
    last: { migrate: 'completed', api: 'running' },
  },
  'restarts that are used up, and what is blocked by that': {
    processes: `{db: {command: x, maxRestarts: 1, ${check}, ${quick}}, api: {command: x, dependsOn: {db: healthy}}, once: {command: x, autoRestart: false}}`,
    // On a slow machine its second child may live longer than it is to.
    scenario:
      'processes: {db: {readyAfter: 1m, exits: [{after: 100ms, code: 1}, {after: 100ms, code: 1}]}, once: {exits: [{after: 200ms, code: 4}]}}',
    last: { db: 'failed', once: 'failed' },
  },
  'checks that fail for a while': {
    processes: `{api: {command: x, ${check}, ${quick}}, web: {command: x, dependsOn: {api: healthy}}}`,
    scenario: 'processes: {api: {unhealthy: [{from: 600ms, to: 1200ms}]}}',
    last: { api: '2 running' },
  },
};

/** A change without what differs from run to run: durations, what a check has found, and whether a start waits for leftovers. */
function change({ to, why }: { readonly to: string; readonly why: string }): string {
  if (to === 'starting') return to;
  return `${to}: ${why.replaceAll(/\d+(\.\d+)?m?s/g, 'T').replaceAll(/ \([^()]*\)/g, '')}`;
}

/** What really happens with processes that do what the scenario says. */
async function real(processes: readonly ProcessConfig[], scripts: ReadonlyMap<string, ProcessScript>, last: Case['last']) {
  await using folder = await TemporaryFolder.make();
  const { path } = folder;
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'actor'), actor);
  const watchdog = new Watchdog({ handleSignals: false, cgroups: false });
  const changes: { readonly name: string; readonly to: string; readonly why: string }[] = [];
  watchdog.on('state', ({ name, to, why }) => void changes.push({ name, to, why }));
  for (const config of processes) {
    const { name } = config;
    const { readyAfterMs = 0, exits = [] } = scripts.get(name) ?? {};
    writeFileSync(join(path, `${name}.exits`), exits.map(({ afterMs, code }) => `${afterMs / 1000} ${code}\n`).join(''));
    const probe = { kind: 'exec', command: `test -f ${name}.ready && ! test -f ${name}.sick` } as const;
    watchdog.registerConfig({
      ...config,
      command: 'sh',
      args: ['actor', name, String(readyAfterMs / 1000)],
      shell: false,
      cwd: path,
      probes: config.probes.map(() => probe),
    });
  }
  // By what happens and not by the clock, so that a slow machine sees the same.
  for (const [name, { unhealthy }] of scripts) {
    if (unhealthy.length === 0) continue;
    const file = join(path, `${name}.sick`);
    watchdog.once('health_ok', () => writeFileSync(file, ''));
    watchdog.once('restarting', () => rmSync(file));
  }
  watchdog.up();
  await eventually(() => {
    for (const [name, wanted] of Object.entries(last)) {
      const [state, count] = wanted.split(' ').reverse() as [string, string?];
      const times = changes.filter((each) => each.name === name && each.to === state).length;
      if (times < Number(count ?? 1)) throw new Error(`${name} is not ${wanted}: ${JSON.stringify(changes, null, 1)}`);
    }
  });
  const seen = changes.map(({ name, ...rest }) => [name, change(rest)] as const);
  await watchdog.shutdown();
  return seen;
}

const of = (changes: readonly (readonly [name: string, change: string])[], name: string) =>
  changes.flatMap(([each, text]) => (each === name ? [text] : []));

describe('The same file has the same transitions simulated and with real processes:', () => {
  it.concurrent.each(Object.entries(cases))('%s', async (_, { processes: text, scenario: scenarioText, last }) => {
    const { processes } = parse(`processes: ${text}`);
    const names = processes.map(({ name }) => name);
    const scenario = parseScenario({ file: '/s.yaml', text: scenarioText }, { names, forMs: 60_000 });
    const simulated = await simulate({ processes, scenario, forMs: 60_000 });
    const expected = simulated.transitions.map(({ name, ...rest }) => [name, change(rest)] as const);
    const happened = await real(processes, scenario.processes, last);
    for (const name of names) expect(of(happened, name), name).toEqual(of(expected, name));
  });
});
