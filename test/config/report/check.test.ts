import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { renderConfiguration } from '../../../src/config/report/check.js';
import { parse } from '../config-text.js';

const rich = `name: till
hooks: {failed: 'page "$WATCHDOG_NAME"'}
env: {NODE_ENV: development}
theme: {base: light, failed: "#ff0000"}
keys: {process.restart: [r, f5], url.open: []}
notify: {bell: false}
secrets: ["*_DSN"]
cgroups: false
processes:
  b:
    command: npm start
    dependsOn: {"1": healthy, c: completed}
    env: {PORT: "3000", YES: "yes", OLD: null}
    restartDelay: 1500
    stop: {signal: SIGINT, command: ./stop.sh, grace: 0}
    healthCheck: {http: {url: "http://a", headers: {accept: x}, status: [200, "300-399"]}, timeout: 90s}
  1: {command: node, args: [a b], shell: false, healthCheck: {exec: "true"}}
  c: {command: x, autoRestart: on-failure, circuit: {window: 1h}, backoff: {jitter: 0.5}, memory: {max: 64MiB}, hooks: {ready: "echo \${A} $$"}}
  d: {command: x, group: front, autoRestart: false, ports: [3000], watch: {paths: [src]}, readiness: {log: 'up d+$'}, liveness: {tcp: "[::1]:80"}}
  f: {command: x, schedule: {cron: "0 2 * * mon", timezone: Europe/Berlin}}
  g: {command: x, schedule: {every: 90s}, autoRestart: on-failure}
  h: {command: x, schedule: "*/5 * * * *"}
  e: {command: "echo \${HOME} $$", args: ["$$$$$\${A}", "$$$$"], shell: true, dependsOn: {d: {condition: started, restart: true}}}
`;

describe('renderConfiguration', () => {
  it('writes a configuration that loads as the same one', () => {
    expect(parse(renderConfiguration(parse(rich)))).toEqual(parse(rich));
    for (const theme of ['auto', 'none'])
      expect(parse(renderConfiguration(parse(`theme: ${theme}\nprocesses: {}`)))).toMatchObject({ theme: { base: theme } });
    const shortest = parse('processes: {api: {command: x, backoff: {max: 1ms}, circuit: {maxCooldown: 1ms}}}');
    expect(parse(renderConfiguration(shortest))).toEqual(shortest);
  });

  it('writes durations as people do', () => {
    const { processes } = parseYaml(renderConfiguration(parse(rich)));
    expect(processes.b).toMatchObject({ restartDelay: '1500ms', stop: { grace: '0ms' }, healthCheck: { timeout: '90s' } });
    expect(processes.c).toMatchObject({ circuit: { window: '1h', cooldown: '1m' } });
  });

  it('masks what looks secret by its name', () => {
    const text = renderConfiguration(
      parse(`processes:
  a:
    command: x
    env: {API_TOKEN: s3cr3t, client_secret: s3cr3t, DbPassword: s3cr3t, AWS_KEY_ID: s3cr3t, NO_KEY: null, USER: me}
    healthCheck: {http: {url: "http://a", headers: {Authorization: s3cr3t, x-api-key: s3cr3t}}}
`),
    );
    expect(text).not.toContain('s3cr3t');
    expect(text.match(/\*\*\*/g)).toHaveLength(6);
    expect(text).toContain('USER: me');
    expect(text).toContain('NO_KEY: null');
  });

  it('masks the password in addresses, and nothing else of them', () => {
    const text = renderConfiguration(
      parse(`processes:
  a:
    command: x
    env:
      DB: postgres://u:pw@h/db
      CACHE: redis://:p@ss@h:6379,redis://u:pw@i
      PLAIN: http://u@h:80/a:b@c
      MAIL: a:pw@h
    healthCheck: {http: {url: "http://u:pw@h:80/x"}}
`),
    );
    expect(text).toContain('DB: postgres://u:***@h/db\n');
    expect(text).toContain('CACHE: redis://:***@h:6379,redis://u:***@i\n');
    expect(text).toContain('PLAIN: http://u@h:80/a:b@c\n');
    expect(text).toContain('MAIL: a:pw@h\n');
    expect(text).toContain('url: http://u:***@h:80/x\n');
  });

  it('masks the parameters of addresses that have a secret name', () => {
    const text = renderConfiguration(
      parse(`secrets: [sig]
processes:
  a:
    command: curl "https://b/?sig=s3cr3t" && psql postgres://u:s3cr3t@h --key=shown
    stop: {command: "curl http://c?key=s3cr3t"}
    url: http://a/?page=2&API_KEY=s3cr3t#top
    healthCheck: {http: "http://a/health?token=s3cr3t&verbose=1"}
`),
    );
    expect(text).not.toContain('s3cr3t');
    expect(text).toContain('url: http://a/?page=2&API_KEY=***#top\n');
    expect(text).toContain('url: http://a/health?token=***&verbose=1\n');
    expect(text).toContain('curl "https://b/?sig=***" && psql postgres://u:***@h --key=shown\n');
  });

  it('masks the names that the file lists, and what secret variables put into strings', () => {
    const configuration = parse(
      `secrets: ["*_DSN"]
processes:
  a: {command: x, args: ["--auth=\${API_TOKEN}", "\${USER}"], env: {DB_DSN: s3cr3t, DSN: shown}}
`,
      { API_TOKEN: 't0ken', USER: 'me' },
    );
    const text = renderConfiguration(configuration);
    expect(text).not.toMatch(/s3cr3t|t0ken/);
    expect(text).toContain('--auth=***');
    expect(text).toContain('- me');
    expect(text).toContain('DSN: shown');
  });
});
