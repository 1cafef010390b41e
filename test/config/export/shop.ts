import type { Exported } from '../../../src/config/export/common/exported.js';
import { referenceTo } from '../../../src/config/export/common/references.js';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';
import type { Configuration } from '../../../src/config/schema/process-config.js';

/** A project as an export sees it, with references in place of secret variables. */
export function parseForExport(
  text: string,
  environment: Readonly<Record<string, string>> = {},
  folder = '/srv/shop',
): Configuration {
  return parseConfiguration([{ file: `${folder}/watchdog.yaml`, text }], environment, () => [], [], referenceTo).configuration;
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
