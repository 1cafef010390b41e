import { describe, expect, it } from 'vitest';
import { type SimulationResult, simulate } from '../../src/api/simulation.js';
import { parseScenario } from '../../src/config/scenario/load.js';
import { crashing } from '../../src/policy/simulation/scenario.js';
import { parse as parseConfig } from '../config/config-text.js';

const shop = `processes:
  db: {command: postgres, healthCheck: {tcp: 5432}}
  api:
    command: node server.js
    dependsOn: {db: healthy}
    healthCheck: {http: "http://localhost:1/", interval: 2s}
  web: {command: vite, dependsOn: {api: healthy}}
`;

async function run(configText: string, scenarioText: string, forMs = 600_000): Promise<SimulationResult> {
  const { processes } = parseConfig(configText);
  const names = processes.map(({ name }) => name);
  return simulate({ processes, scenario: parseScenario({ file: '/s.yaml', text: scenarioText }, { names, forMs }), forMs });
}

const lines = ({ transitions }: SimulationResult, name: string) =>
  transitions.filter((each) => each.name === name).map(({ atMs, to }) => `${atMs} ${to}`);

describe('A simulation', () => {
  it('starts in order, when what is waited for is ready', async () => {
    const result = await run(shop, 'processes: {db: {readyAfter: 2s}, api: {readyAfter: 500ms}}');
    expect(lines(result, 'db')).toEqual(['0 starting', '0 running']);
    expect(lines(result, 'api')).toEqual(['0 waiting', '2000 starting', '2000 running']);
    expect(lines(result, 'web')).toEqual(['0 waiting', '3000 starting', '3000 running']);
    expect(result.health.filter(({ health }) => health === 'healthy')).toEqual([
      { atMs: 2000, name: 'db', health: 'healthy' },
      { atMs: 3000, name: 'api', health: 'healthy' },
    ]);
  });

  it('waits for nothing that an engine runs', async () => {
    const text = `containers: {names: [redis], services: [mail]}
processes: {api: {command: node, dependsOn: {"container:redis": started, "service:mail": started}}}`;
    expect(lines(await run(text, 'processes: {}'), 'api')).toEqual(['0 starting', '0 running']);
  });

  it('backs off, opens the circuit and tries again after the cooldown', async () => {
    const { processes } = parseConfig('processes: {api: {command: node}}');
    const scenario = { processes: new Map([['api', crashing]]), expectations: [] };
    const result = await simulate({ processes, scenario, forMs: 90_000 });
    expect(lines(result, 'api').filter((line) => !line.endsWith('starting'))).toEqual([
      '0 running',
      '1000 backoff',
      '2000 running',
      '3000 backoff',
      '5000 running',
      '6000 backoff',
      '10000 running',
      '11000 backoff',
      '19000 running',
      '20000 circuit_open',
      '80000 running',
      '81000 circuit_open',
    ]);
  });

  it('restarts what is unhealthy by the scenario, and judges what is expected', async () => {
    const result = await run(
      shop,
      `processes: {api: {unhealthy: [{from: 20s, to: 30s}], exits: [{after: 10s, code: 3}]}}
expect: [api is backoff by 11s, api is stopping by 25s, api restarts at most 1, db restarts at most 0, web never starts]`,
    );
    expect(result.expectations.map(({ ok }) => ok)).toEqual([true, true, false, true, false]);
  });

  it.each(['{log: ready}', '{fd: 3}'])('waits for readiness by %s as the scenario says', async (readiness) => {
    const result = await run(
      `processes: {db: {command: x, readiness: ${readiness}}, api: {command: x, dependsOn: {db: healthy}}}`,
      'processes: {db: {readyAfter: 1500ms}}',
    );
    expect(lines(result, 'api')).toEqual(['0 waiting', '1500 starting', '1500 running']);
  });

  it('runs no hook, no stop command and no check, and a stop command ends its process', async () => {
    const command = 'touch /tmp/watchdog-must-not-be-here; exit 1';
    const result = await run(
      `processes: {api: {command: "${command}", healthCheck: {exec: "${command}"}, stop: {command: "${command}"}}}`,
      'processes: {api: {unhealthy: [{from: 5s, to: 200s}]}}',
      200_000,
    );
    const stopping = result.transitions.find(({ to }) => to === 'stopping')!;
    const after = result.transitions[result.transitions.indexOf(stopping) + 1]!;
    expect([after.to, after.atMs - stopping.atMs]).toEqual(['backoff', 0]);
  });

  it('is the same each time, and ten minutes of thirty processes are over in seconds at most', async () => {
    const processes = Array.from({ length: 30 }, (_, at) => `p${at}: {command: x, healthCheck: {tcp: 1, interval: 5s}}`);
    const text = `processes: {${processes.join(', ')}}`;
    const before = process.cpuUsage();
    const one = await run(text, 'processes: {p3: {exits: [{after: 5s, code: 1}]}}');
    const { user } = process.cpuUsage(before);
    expect(await run(text, 'processes: {p3: {exits: [{after: 5s, code: 1}]}}')).toEqual(one);
    expect(user / 1000).toBeLessThan(3000);
  });
});
