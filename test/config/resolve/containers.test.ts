import { describe, expect, it } from 'vitest';
import { renderConfiguration } from '../../../src/config/report/check.js';
import { configJsonSchema } from '../../../src/config/schema/json-schema.js';
import { complaintsOf, parse as configurationOf } from '../config-text.js';

describe('containers', () => {
  it('have the defaults of their family, and paths relative to the file', () => {
    const { containers } = configurationOf('processes: {}\ncontainers: {agentsJson: .ploinky/agents.json, names: [redis]}');
    expect(containers).toMatchObject({
      agentsJson: expect.stringMatching(/^\/.*\/\.ploinky\/agents\.json$/),
      socket: null,
      listIntervalMs: 10_000,
    });
    expect(containers?.containers).toEqual([{ name: 'redis', ...containers?.usual }]);
    expect(containers?.usual).toMatchObject({
      check: 'found',
      times: { intervalMs: 15_000, timeoutMs: 5000, threshold: 3 },
      policy: {
        restart: 'always',
        backoff: { initialMs: 2000, multiplier: 2, maxMs: 60_000 },
        circuit: { threshold: 3, windowMs: 120_000 },
        maxRestarts: -1,
      },
    });
  });

  it('may be given one by one what they need', () => {
    const { containers } = configurationOf(`
processes: {}
containers:
  healthInterval: 5s
  names:
    redis: {healthCheck: {tcp: 6379, threshold: 2}, restartDelay: 2m, circuit: {threshold: 9}}
    web: {healthCheck: null, autoRestart: on-failure}
    plain:
`);
    expect(containers?.containers).toMatchObject([
      {
        name: 'redis',
        check: { kind: 'tcp', port: 6379 },
        times: { threshold: 2, intervalMs: 5000 },
        policy: { backoff: { initialMs: 120_000, maxMs: 120_000 }, circuit: { threshold: 9 } },
      },
      { name: 'web', check: null, policy: { restart: 'on-failure' } },
      { name: 'plain', check: 'found' },
    ]);
  });

  it('are none where nothing is said of them', () => {
    expect(configurationOf('processes: {}').containers).toBeNull();
  });

  it('can be depended on by name, or by any name where another program names them', () => {
    const dependsOn = '{api: {command: a, dependsOn: {"container:redis": healthy}}}';
    expect(configurationOf(`processes: ${dependsOn}\ncontainers: {names: [redis]}`).processes[0]?.dependsOn).toEqual([
      { name: 'container:redis', condition: 'healthy', restart: false },
    ]);
    expect(complaintsOf(`processes: ${dependsOn}\ncontainers: {agentsJson: a.json}`)).toEqual([]);
    expect(complaintsOf(`processes: ${dependsOn}`)).toEqual([
      expect.stringContaining('process "api" depends on "container:redis", which does not exist; name it under containers.names'),
    ]);
    expect(complaintsOf(`processes: ${dependsOn}\ncontainers: {names: [redi]}`)).toEqual([
      expect.stringContaining('did you mean "container:redi"?'),
    ]);
  });

  it.each([
    ['{names: [redis], listIntervall: 3s}', 'unknown key "listIntervall" in containers; did you mean "listInterval"?'],
    ['{names: ["-redis"]}', 'containers.names[0]: "-redis" cannot be the name of a container; write it as `docker ps` shows it'],
    ['{names: {redis: {healthCheck: {tcp: 1, http: "http://a"}}}}', 'has both http and tcp'],
    ['{names: {redis: {restartDelay: 5s, backoff: {max: 1s}}}}', 'is less than'],
    ['{listInterval: 0}', 'must be longer than 0'],
  ])('are refused when they are %s', (written, expected) => {
    expect(complaintsOf(`processes: {}\ncontainers: ${written}`).join('\n')).toContain(expected);
  });

  it('are shown resolved, in words that load as the same', () => {
    const configuration = configurationOf(
      'processes: {}\ncontainers: {agentsJson: /a.json, names: {redis: {healthCheck: {tcp: 6379}, maxRestarts: 3}, web: {healthCheck: null}}}',
    );
    expect(configurationOf(renderConfiguration(configuration)).containers).toEqual(configuration.containers);
  });

  it('stand in the JSON Schema', () => {
    const { containers } = configJsonSchema().properties as Record<string, { properties: object }>;
    expect(Object.keys(containers!.properties)).toEqual([
      'agentsJson',
      'names',
      'services',
      'stack',
      'socket',
      'listInterval',
      'healthInterval',
    ]);
  });
});

describe('services of a Swarm', () => {
  it('are named, each once, or are those of a stack', () => {
    expect(configurationOf('processes: {}\ncontainers: {services: [web, db, web], stack: shop}').containers).toMatchObject({
      services: ['web', 'db'],
      stack: 'shop',
    });
  });

  it('can be depended on: those that are named, and with a stack any', () => {
    const depends = (containers: string): string[] =>
      complaintsOf(`processes: {api: {command: x, dependsOn: {"service:web": healthy}}}\ncontainers: ${containers}`);
    expect(depends('{services: [web]}')).toEqual([]);
    expect(depends('{stack: shop}')).toEqual([]);
    expect(depends('{services: [db]}')[0]).toContain('process "api" depends on "service:web", which does not exist');
    expect(depends('{}')[0]).toContain('name it under containers.services');
  });

  it('keep their names from processes', () => {
    expect(complaintsOf('processes: {"service:x": {command: x}}')[0]).toContain('begins with "service:"');
  });

  it('are shown resolved, in words that load as the same', () => {
    const configuration = configurationOf('processes: {}\ncontainers: {services: [web], stack: shop}');
    expect(configurationOf(renderConfiguration(configuration)).containers).toEqual(configuration.containers);
  });
});
