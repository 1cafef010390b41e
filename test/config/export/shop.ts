import type { Exported } from '../../../src/config/export/common/exported.js';
import { referenceTo } from '../../../src/config/export/common/references.js';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';
import type { Configuration } from '../../../src/config/schema/process-config.js';
import type { Schedule } from '../../../src/policy/process/schedule.js';

/** A project as an export sees it, with references in place of secret variables. */
export function parseForExport(
  text: string,
  environment: Readonly<Record<string, string>> = {},
  folder = '/srv/shop',
): Configuration {
  return parseConfiguration([{ file: `${folder}/watchdog.yaml`, text }], environment, { secretReference: referenceTo })
    .configuration;
}

/** The text of an exported file. */
export function fileOf({ files }: Exported, name: string): string {
  const file = files.find((each) => each.name === name);
  if (file === undefined) throw new Error(`no file ${name} in ${files.map((each) => each.name).join(', ')}`);
  return file.text;
}

/** What is missing, as `process: key`. */
export function missingKeys({ missing }: Exported): readonly string[] {
  return missing.map(({ process, key }) => `${process ?? ''}: ${key}`);
}

/** A project that uses what the engines have, and some of what they have not. */
export const shop = `
name: shop
env: {NODE_ENV: production}
processes:
  db:
    command: postgres
    args: [-D, ./data]
    ports: [5432]
    healthCheck: {exec: pg_isready -q, interval: 10s, startPeriod: 20s}
    stop: {signal: SIGINT, grace: 30s}
  migrate:
    command: npm run migrate
    autoRestart: on-failure
    dependsOn: {db: healthy}
  api:
    command: node
    args: [server.js, "--dsn=postgres://shop:\${DB_PASSWORD}@localhost:5432/shop"]
    cwd: ./api
    env: {API_TOKEN: hunter22, GREETING: 'say "hi" for 5% of $HOME', DSN: "postgres://shop:\${DB_PASSWORD}@localhost:5432/shop"}
    ports: [3000]
    dependsOn: {migrate: completed, db: {condition: healthy, restart: true}}
    healthCheck: {http: "http://localhost:3000/health"}
    restartDelay: 2s
    watch: {paths: [src]}
  web:
    command: ./serve
    args: [--port, "8080"]
    dependsOn: {api: healthy}
    profiles: [full]
`;
/** The environment of `shop`. */
export const shopEnvironment = { DB_PASSWORD: 'correct horse' };

/** The same configuration with an image for every process. */
export function withImages(configuration: Configuration): Configuration {
  const processes = configuration.processes.map((process) => ({
    ...process,
    deploy: { ...process.deploy, image: `example/${process.name.replace(/[^a-z]/g, '')}:1` },
  }));
  return { ...configuration, processes };
}

/** A project with whatever may be in a configuration. */
export const hostile = `
name: "100% of %i \u00e9 ; shop"
processes:
  "a %n b; ü":
    command: "echo 'it''s' \\"x\\" $HOME %h \\\\ ; \\n\\ttwo lines"
    env: {"A B": x, C-D: y, E: "line\\nfeed \\\\ %u \\" ' $X", F: null, "G\\nH": null, EMPTY: ""}
    stop: {command: "true; echo $$"}
    maxRestarts: 0
  "1":
    command: /bin/echo
    args: ["-", "%", "$", "\\u0001", "ü", "--a= b", "@x", "{}"]
    cwd: "/srv/a b/%t"
    dependsOn: {"a %n b; ü": {condition: started, restart: true}}
    stop: {signal: SIGQUIT, grace: 0}
    restartDelay: 0
  once: {command: "true", autoRestart: false, successExitCodes: [1]}
  after: {command: "true", daemon: true, tty: false, dependsOn: {once: ended}, readiness: {tcp: "[::1]:80"}}
  last: {command: "true", dependsOn: {after: healthy}, liveness: {exec: "test '%' = \\"$A\\""}}
`;

/** A project with what multiplies, limits and repeats processes. */
export const grown = `
name: shop
processes:
  api:
    command: ./serve
    port: auto
    replicas: 3
    memory: {max: 512MB}
    hooks: {ready: ./seed.sh}
  web: {command: "proxy", dependsOn: [api], memory: {max: 1GiB, for: 0}}
  backup: {command: ./backup.sh, autoRestart: false}
`;

/** The same configuration, with `backup` by this schedule. */
export function scheduled(configuration: Configuration, schedule: Schedule): Configuration {
  const processes = configuration.processes.map((process) => (process.name === 'backup' ? { ...process, schedule } : process));
  return { ...configuration, processes };
}
