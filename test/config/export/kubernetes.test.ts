import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Exported } from '../../../src/config/export/common/exported.js';
import { exportKubernetes } from '../../../src/config/export/kubernetes/project.js';
import type { Schedule } from '../../../src/policy/process/schedule.js';
import { fileOf, grown, hostile, missingKeys, parseForExport, scheduled, shop, shopEnvironment, withImages } from './shop.js';

const kinds = { ConfigMap, CronJob, Deployment, Job, Service };

function exported(text: string): Exported {
  return exportKubernetes(withImages(parseForExport(text, shopEnvironment)));
}

// biome-ignore lint/suspicious/noExplicitAny: what was written is what is asked.
type KubeObject = any;

/** The objects of the file, by kind and name. */
function objectsOf(text: string): Readonly<Record<string, KubeObject>> {
  const documents = parseAllDocuments(fileOf(exported(text), 'kubernetes.yaml'));
  const objects = documents.map((document) => document.toJS()).filter((object) => object !== null);
  return Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

/** The one container of a process called api, given the YAML below its name. */
function container(body: string) {
  const objects = objectsOf(`name: shop\nprocesses:\n  api:\n    ${body.replaceAll('\n', '\n    ')}\n`);
  const main = objects['Deployment api'] ?? objects['Job api'];
  return { ...main.spec.template.spec, ...main.spec.template.spec.containers[0] };
}

describe('The export for Kubernetes', () => {
  const whole = exported(shop);
  const objects = objectsOf(shop);

  it.each([
    ['of a shop', shop],
    ['with whatever may be in a configuration', hostile],
  ])('%s passes the schemas of the API', (_, text) => {
    const all = Object.values(objectsOf(text));
    expect(all.length).toBeGreaterThan(4);
    for (const object of all) expect(() => new kinds[object.kind as keyof typeof kinds](object).validate()).not.toThrow();
  });

  it('would be refused by the schemas where it is wrong', () => {
    const { spec, ...rest } = objects['Deployment api'];
    expect(() => new Deployment({ ...rest, spec: { ...spec, replicas: 'one' } }).validate()).toThrow('must be integer');
  });

  it('is a Deployment and a Service for what goes on, and an init container for what must have ended', () => {
    expect(Object.keys(objects)).toEqual([
      'ConfigMap db',
      'Service db',
      'Deployment db',
      'ConfigMap migrate',
      'ConfigMap api',
      'Service api',
      'Deployment api',
      'ConfigMap web',
      'Deployment web',
    ]);
    const { initContainers } = objects['Deployment api'].spec.template.spec;
    expect(initContainers).toMatchObject([{ name: 'migrate', command: ['/bin/sh', '-c'], args: ['npm run migrate'] }]);
    expect(objects['Service db'].spec).toEqual({
      selector: { 'app.kubernetes.io/name': 'db', 'app.kubernetes.io/part-of': 'shop' },
      ports: [{ name: 'port-5432', port: 5432 }],
    });
  });

  it('runs what must have ended in the order in which it waits', () => {
    const chain = objectsOf(
      'processes: {a: {command: x, dependsOn: {b: completed}}, b: {command: y, autoRestart: false, dependsOn: {c: ended}}, c: {command: z, autoRestart: false}}',
    );
    const names = chain['Deployment a'].spec.template.spec.initContainers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['c', 'b']);
  });

  it('is a Job for what only ends and nothing waits for', () => {
    const { 'Job seed': job } = objectsOf('processes: {seed: {command: x, autoRestart: on-failure, maxRestarts: 3}}');
    expect(job.spec).toMatchObject({ backoffLimit: 3, template: { spec: { restartPolicy: 'OnFailure' } } });
    const { 'Job once': once } = objectsOf('processes: {once: {command: x, autoRestart: false, autoStart: false}}');
    expect(once.spec).toMatchObject({ suspend: true, backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } });
  });

  it('writes plain variables into a ConfigMap, and refers to a Secret for the others', () => {
    const api = objects['Deployment api'].spec.template.spec.containers[0];
    expect(objects['ConfigMap api'].data).toEqual({ NODE_ENV: 'production', GREETING: 'say "hi" for 5% of $HOME' });
    expect(api.envFrom).toEqual([{ configMapRef: { name: 'api' } }]);
    expect(api.env).toEqual([
      { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'api-secret', key: 'API_TOKEN' } } },
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'api-secret', key: 'DB_PASSWORD' } } },
      { name: 'DSN', value: 'postgres://shop:$(DB_PASSWORD)@db:5432/shop' },
    ]);
    expect(api.args).toEqual(['server.js', '--dsn=postgres://shop:$(DB_PASSWORD)@db:5432/shop']);
    const text = fileOf(whole, 'kubernetes.yaml');
    expect(text).not.toMatch(/hunter22|correct horse/);
    expect(text).toContain('kubectl create secret generic api-secret --from-literal=API_TOKEN=… --from-literal=DB_PASSWORD=…');
  });

  it('asks readiness and liveness apart, and gives the start period by a startup probe', () => {
    const both = container(
      'command: x\nhealthCheck: {http: "http://localhost:3000/health?a=1", interval: 10s, timeout: 1500ms, threshold: 4}',
    );
    const httpGet = { path: '/health?a=1', port: 3000 };
    expect(both.readinessProbe).toEqual({
      httpGet,
      periodSeconds: 10,
      timeoutSeconds: 2,
      failureThreshold: 4,
      successThreshold: 1,
    });
    expect(both.livenessProbe).toEqual({ httpGet, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 4 });
    expect(both.startupProbe).toEqual({ httpGet, periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 34 });
    const apart = container('command: x\nreadiness: {tcp: 5432}\nliveness: {exec: "test -e /ok"}');
    expect(apart.readinessProbe.tcpSocket).toEqual({ port: 5432 });
    expect(apart.livenessProbe.exec.command).toEqual(['/bin/sh', '-c', 'test -e /ok']);
    expect(container('command: x\nreadiness: {tcp: 5432}').startupProbe).toBeUndefined();
    expect(container('command: x\nhealthCheck: {tcp: "db.example:1"}').livenessProbe.tcpSocket).toEqual({
      host: 'db.example',
      port: 1,
    });
  });

  it('asks with a command what the engine cannot, with secret variables from the environment', () => {
    const { command } = container(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: watchdog's own reference.
      'command: x\nhealthCheck: {http: {url: "http://localhost:1/", headers: {Authorization: "Bearer ${DB_PASSWORD}"}, contains: ok}}',
    ).livenessProbe.exec;
    expect(command[2]).toContain(`-H 'Authorization: Bearer '"$DB_PASSWORD"''`);
    expect(command[2]).toMatch(/\| grep -qF -e ok$/);
  });

  it('leaves a secret header out of a check, and says so', () => {
    const secret = exported(
      'processes: {a: {command: x, healthCheck: {http: {url: "http://u:pw@localhost:1/", headers: {X-Api-Key: abc123}}}}}',
    );
    expect(fileOf(secret, 'kubernetes.yaml')).not.toMatch(/abc123|pw@/);
    expect(missingKeys(secret)).toEqual(['a: http.headers.X-Api-Key', 'a: http.url']);
  });

  it('gives a shell the arguments of its command', () => {
    const body = 'command: echo\nargs: [a b, "it\'s"]\nshell: bash\ndeploy: {image: x}';
    expect(container(body)).toMatchObject({ command: ['bash', '-c'], args: [`echo 'a b' 'it'\\''s'`] });
  });

  it('stops within the grace, by the command where there is one', () => {
    const stopped = container('command: x\nstop: {grace: 1500ms, command: "kill $WATCHDOG_PID"}');
    expect(stopped.terminationGracePeriodSeconds).toBe(2);
    expect(stopped.lifecycle.preStop.exec.command[2]).toBe('export WATCHDOG_PID=1\nkill $WATCHDOG_PID');
  });

  it('escapes what Kubernetes would put in', () => {
    expect(container('command: echo $(date) $$ $HOME').args).toEqual(['echo $$(date) $$$ $HOME']);
  });

  it('has names of its own for what Kubernetes does not take', () => {
    const named = objectsOf('processes: {Web_1: {command: x}, "9": {command: x}, web-1: {command: y}}');
    expect(Object.keys(named)).toEqual(['Deployment web-1-2', 'Deployment p-9', 'Deployment web-1']);
  });

  it('names what has no counterpart, at its place and as data', () => {
    expect(missingKeys(whole)).toEqual([
      'db: stop.signal',
      'migrate: dependsOn db: healthy',
      'api: cwd',
      'api: watch',
      'api: dependsOn db: healthy',
      'api: dependsOn db: restart',
      'api: backoff',
      'web: dependsOn api: healthy',
      'web: profiles',
    ]);
    expect(fileOf(whole, 'kubernetes.yaml')).toMatch(
      /\n# api\n(# .*\n)*# watch has no counterpart: file changes do not restart it\n/,
    );
  });

  it('multiplies a process by its replicas, and bounds its memory', () => {
    const { 'Deployment api': api, 'Deployment web': web } = objectsOf(grown);
    expect(api.spec.replicas).toBe(3);
    expect(api.spec.template.spec.containers[0].resources).toEqual({ limits: { memory: '512M' } });
    expect(web.spec.template.spec.containers[0].resources).toEqual({ limits: { memory: '1024Mi' } });
    expect(missingKeys(exported(grown))).toContain('api: env WATCHDOG_REPLICA');
  });

  it.each<[schedule: Schedule, expected: object]>([
    [{ kind: 'cron', expression: '0 2 * * mon,7', timezone: null }, { schedule: '0 2 * * 0,1' }],
    [
      { kind: 'cron', expression: '*/5 * * * *', timezone: 'Europe/Berlin' },
      { schedule: '*/5 * * * *', timeZone: 'Europe/Berlin' },
    ],
    [{ kind: 'every', everyMs: 600_000 }, { schedule: '*/10 * * * *' }],
    [{ kind: 'every', everyMs: 6 * 3_600_000 }, { schedule: '0 */6 * * *' }],
    [{ kind: 'every', everyMs: 86_400_000 }, { schedule: '0 0 * * *' }],
  ])('is a CronJob for the schedule %j', (schedule, expected) => {
    const made = exportKubernetes(withImages(scheduled(parseForExport(grown), schedule)));
    const documents = parseAllDocuments(fileOf(made, 'kubernetes.yaml')).map((document) => document.toJS());
    const job = documents.find((object) => object?.kind === 'CronJob');
    expect(job.spec).toMatchObject({ ...expected, concurrencyPolicy: 'Forbid' });
    expect(() => new CronJob(job).validate()).not.toThrow();
    expect(missingKeys(made).filter((key) => key.includes('schedule'))).toEqual([]);
  });

  it('says where a CronJob comes only near, or cannot say when', () => {
    const keysOf = (schedule: Schedule): readonly string[] =>
      missingKeys(exportKubernetes(withImages(scheduled(parseForExport(grown), schedule)))).filter((key) =>
        key.startsWith('backup'),
      );
    expect(keysOf({ kind: 'every', everyMs: 7 * 60_000 })).toEqual(['backup: schedule.every']);
    expect(keysOf({ kind: 'every', everyMs: 5000 })).toEqual(['backup: schedule.every']);
    expect(keysOf({ kind: 'cron', expression: '0 2 L * *', timezone: null })).toEqual(['backup: schedule']);
  });
});
