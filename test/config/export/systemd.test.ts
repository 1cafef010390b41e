import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exported } from '../../../src/config/export/common/exported.js';
import { exportSystemd } from '../../../src/config/export/systemd/project.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { fileOf, grown, hostile, missingKeys, parseForExport, scheduled, shop, shopEnvironment } from './shop.js';

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd) process.stderr.write('skipped: units are not verified, since there is no systemd-analyze\n');

/** What `systemd-analyze verify` prints of the units. Its status alone says nothing. */
async function verified({ files }: Exported): Promise<string> {
  await using folder = await TemporaryFolder.make();
  const units = files.filter(({ name }) => !name.endsWith('.example'));
  for (const { name, text } of units) writeFileSync(join(folder.path, name), text);
  const { stdout, stderr } = spawnSync(
    'systemd-analyze',
    ['verify', '--man=no', ...units.map(({ name }) => join(folder.path, name))],
    { encoding: 'utf8' },
  );
  return `${stdout}${stderr}`;
}

function exported(text: string): Exported {
  return exportSystemd(parseForExport(text, shopEnvironment));
}

function linesOf(body: string, unit = 'shop-api.service'): readonly string[] {
  return fileOf(exported(`name: shop\nprocesses:\n  api:\n    ${body.replaceAll('\n', '\n    ')}\n`), unit).split('\n');
}

describe('The export for systemd', () => {
  const whole = exported(shop);

  it('is a target, a service for each process, and an example of the secret variables', () => {
    expect(whole.files.map(({ name }) => name)).toEqual([
      'shop.target',
      'shop-db.service',
      'shop-migrate.service',
      'shop-api.service',
      'shop-api.env.example',
      'shop-web.service',
    ]);
    expect(fileOf(whole, 'shop.target')).toContain('Wants=shop-db.service shop-migrate.service shop-api.service\n');
  });

  it.skipIf(!hasSystemd)('is verified by systemd-analyze without a line of output', async () => {
    const harmless = shop.replace('command: ./serve', 'command: /bin/true');
    expect(await verified(exported(harmless))).toBe('');
  });

  it.skipIf(!hasSystemd)('would be refused with a line where it is wrong', async () => {
    const broken = whole.files.map(({ name, text }) => ({ name, text: text.replace('RestartSec=', 'RestartSecs=') }));
    expect(await verified({ ...whole, files: broken })).toContain('RestartSecs');
  });

  it.skipIf(!hasSystemd)('is verified with whatever may be in a configuration', async () => {
    expect(await verified(exported(hostile))).toBe('');
  });

  it('names no secret value, in no file', () => {
    for (const { text } of whole.files) expect(text).not.toMatch(/hunter22|correct horse/);
    const api = fileOf(whole, 'shop-api.service');
    expect(api).toContain('EnvironmentFile=/etc/shop/shop-api.env\n');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: systemd's own reference.
    expect(api).toContain('"--dsn=postgres://shop:${DB_PASSWORD}@localhost:5432/shop"');
    expect(fileOf(whole, 'shop-api.env.example')).toMatch(/^API_TOKEN=\nDSN=\nDB_PASSWORD=$/m);
  });

  it('says what comes after what, and what is restarted with what', () => {
    const api = fileOf(whole, 'shop-api.service');
    expect(api).toContain('PartOf=shop.target shop-db.service\n');
    expect(api).toContain('Requires=shop-migrate.service shop-db.service\n');
    expect(api).toContain('After=shop-migrate.service shop-db.service\n');
    expect(fileOf(whole, 'shop-migrate.service')).toMatch(/Type=oneshot\nRemainAfterExit=yes\n/);
  });

  it('lets a service that another one waits for start until its check passes', () => {
    const db = fileOf(whole, 'shop-db.service');
    expect(db).toContain(`ExecStartPost=/bin/sh -c "until timeout 5 /bin/sh -c 'pg_isready -q'; do sleep 1; done"\n`);
    expect(db).toContain('TimeoutStartSec=50s\n');
    expect(linesOf('command: x\nhealthCheck: {exec: "true"}').join('\n')).not.toContain('ExecStartPost');
  });

  it('escapes what systemd would expand or split', () => {
    expect(linesOf('command: echo $HOME 100% "a b"')).toContain('ExecStart=/bin/sh -c "echo $$HOME 100%% \\"a b\\""');
    expect(linesOf('command: /bin/echo\nargs: ["a;b", ";", "", "x\\ny", "$$A", "back\\\\slash"]')).toContain(
      'ExecStart=/bin/echo "a;b" ";" "" "x\\ny" $$A "back\\\\slash"',
    );
    expect(fileOf(whole, 'shop-api.service')).toContain('Environment="GREETING=say \\"hi\\" for 5%% of $HOME"\n');
  });

  it('finds programs as the shell does, and those of the folder by their path', () => {
    expect(linesOf('command: node\nargs: [a.js]')).toContain('ExecStart=/usr/bin/env node a.js');
    expect(linesOf('command: ./serve\nargs: []\ncwd: api')).toContain('ExecStart=/srv/shop/api/serve');
    expect(linesOf('command: echo hi\nshell: bash')).toContain('ExecStart=/usr/bin/env bash -c "echo hi"');
    expect(linesOf('command: echo\nargs: [a b]\nshell: bash')).toContain('ExecStart=/usr/bin/env bash -c "echo \'a b\'"');
  });

  it('restarts as the policy says, as far as systemd can', () => {
    expect(
      linesOf(
        'command: x\nrestartDelay: 1500ms\nfatalExitCodes: [3]\nsuccessExitCodes: [0, 7]\ncircuit: {threshold: 4, window: 2m}',
      ),
    ).toEqual(
      expect.arrayContaining([
        'StartLimitIntervalSec=120s',
        'StartLimitBurst=4',
        'Restart=always',
        'RestartPreventExitStatus=126 127 3',
        'SuccessExitStatus=7',
        'RestartSec=1500ms',
      ]),
    );
    expect(linesOf('command: x\nautoRestart: on-failure\nports: [80]\nmaxRestarts: 2')).toEqual(
      expect.arrayContaining(['StartLimitBurst=3', 'Restart=on-failure', 'RestartForceExitStatus=SIGHUP SIGINT SIGTERM SIGPIPE']),
    );
    expect(linesOf('command: x\nautoRestart: false')).toContain('Restart=no');
  });

  it('stops with the signal and the grace, or with the command', () => {
    expect(fileOf(whole, 'shop-db.service')).toMatch(/KillSignal=SIGINT\nTimeoutStopSec=30s\n/);
    expect(linesOf('command: x\nstop: {command: "kill $WATCHDOG_PID"}')).toContain(
      'ExecStop=/bin/sh -c "export WATCHDOG_PID=$$MAINPID\\nkill $$WATCHDOG_PID\\nwhile kill -0 \\"$$MAINPID\\" 2>/dev/null; do sleep 0.2; done"',
    );
  });

  it('names hooks, which no unit runs', () => {
    expect(linesOf('command: x\nhooks: {ready: y}')).toContain('# hooks has no counterpart: hooks are not run');
  });

  it('has the limit of memory, which systemd keeps at once', () => {
    const lines = linesOf('command: x\nmemory: {max: 512MB, for: 5s}');
    expect(lines).toContain('MemoryMax=512000000');
    expect(lines).toContain('# memory.for has no counterpart: the limit applies at once, and kills it with SIGKILL');
    expect(linesOf('command: x\nmemory: {max: 1GiB, for: 0}').join()).not.toContain('memory.for');
  });

  it('names what has no counterpart, at its place and as data', () => {
    expect(missingKeys(whole)).toEqual(['db: healthCheck', 'api: healthCheck', 'api: watch']);
    expect(fileOf(whole, 'shop-api.service')).toContain('# watch has no counterpart: file changes do not restart it\n');
  });

  it('gives two processes whose names differ only in signs two units', () => {
    const { files } = exported('name: shop\nprocesses: {a b: {command: x}, a-b: {command: y}, "a/b": {command: z}}');
    expect(files.map(({ name }) => name)).toEqual([
      'shop.target',
      'shop-a-b-2.service',
      'shop-a-b.service',
      'shop-a-b-3.service',
    ]);
  });

  it('is a service for each replica, with its own port and number, and bounds memory', () => {
    const files = exported(grown);
    expect(files.files.map(({ name }) => name)).toContain('shop-api-3.service');
    const unit = fileOf(files, 'shop-api-2.service');
    expect(unit).toMatch(/\nEnvironment=PORT=2\d{4}\nEnvironment=WATCHDOG_REPLICA=2\n/);
    expect(unit).toContain('\nMemoryMax=512000000\n');
    expect(fileOf(files, 'shop-web.service')).toContain('After=shop-api-1.service shop-api-2.service shop-api-3.service\n');
    expect(missingKeys(files)).toContain('api-1: hooks');
  });

  it.each<[expression: string, lines: readonly string[]]>([
    ['0 2 * * *', ['OnCalendar=*-*-* 02:00:00']],
    ['*/20 8-10 1 JAN,jul *', ['OnCalendar=*-01,07-01 08,09,10:00,20,40:00']],
    ['30 4 1,15 * 5', ['OnCalendar=*-*-01,15 04:30:00', 'OnCalendar=Fri *-*-* 04:30:00']],
    ['5/30 0 * * sun-tue,7', ['OnCalendar=Sun,Mon,Tue *-*-* 00:05,35:00']],
  ])('has a timer for the schedule %s', async (expression, lines) => {
    const units = exportSystemd(scheduled(parseForExport(grown), { kind: 'cron', expression, timezone: null }));
    const timer = fileOf(units, 'shop-backup.timer');
    expect(timer.split('\n').filter((line) => line.startsWith('OnCalendar'))).toEqual(lines);
    expect(fileOf(units, 'shop.target')).toMatch(/Wants=.*shop-backup\.timer/);
    expect(fileOf(units, 'shop.target')).not.toContain('shop-backup.service');
    expect(fileOf(units, 'shop-backup.service')).toMatch(/Type=oneshot\n(?!RemainAfterExit)/);
  });

  it.skipIf(!hasSystemd)('has timers that are verified, with time zones and intervals too', async () => {
    const berlin = { kind: 'cron', expression: '0 2 * * 1-5', timezone: 'Europe/Berlin' } as const;
    for (const schedule of [berlin, { kind: 'every', everyMs: 90_500 } as const]) {
      const units = exportSystemd(scheduled(parseForExport(grown.replace('./serve', '/bin/true')), schedule));
      expect(await verified(units)).toBe('');
    }
  });

  it('says where no timer can say when', () => {
    const units = exportSystemd(scheduled(parseForExport(grown), { kind: 'cron', expression: '0 2 L * *', timezone: null }));
    expect(units.files.map(({ name }) => name)).not.toContain('shop-backup.timer');
    expect(missingKeys(units)).toContain('backup: schedule');
  });

  it('reads the schedule of the file', () => {
    const units = exported('name: shop\nprocesses: {nightly: {command: x, schedule: {every: 10m}}}');
    expect(fileOf(units, 'shop-nightly.timer')).toContain('OnActiveSec=600s\nOnUnitActiveSec=600s\n');
  });
});
