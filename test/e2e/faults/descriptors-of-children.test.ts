import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

// Linux shows what a process has open.
it.runIf(existsSync('/proc/self/fdinfo'))(
  'what the user’s shell has left open for the program, and what the program has open, is open in nothing that it starts',
  async () => {
    using project = new Project({});
    const out = join(project.folder, 'out');
    mkdirSync(out);
    const script = join(project.folder, 'list.sh');
    writeFileSync(script, `(find /proc/$$/fd/ -type l -printf '%f %l\\n' >${out}/.$1); mv ${out}/.$1 ${out}/$1\n`);
    const list = (kind: string): string => `sh ${script} ${kind}`;
    const ready = join(project.folder, 'out', 'ready');
    const processes = {
      shell: { command: 'exec sleep 600', tty: true },
      plain: {
        command: `${list('plain')}; exec sleep 600`,
        dependsOn: { shell: 'started' },
        stop: { command: list('stop'), grace: '200ms' },
      },
      tty: { command: `${list('tty')}; exec sleep 600`, tty: true, dependsOn: { shell: 'started' } },
      checked: {
        command: 'exec sleep 600',
        dependsOn: { plain: 'started' },
        healthCheck: { exec: list('check') },
        hooks: { ready: list('ready') },
      },
      notifying: {
        command: `${list('notifying')}; echo >&5; exec sleep 600`,
        readiness: { fd: 5 },
        dependsOn: { shell: 'started' },
      },
      scheduled: { command: list('scheduled'), schedule: { every: '1s' } },
      crashing: { command: `${list('crashing')}; exit 3`, autoRestart: false, dependsOn: { shell: 'started' } },
      last: {
        command: `until [ -e ${ready} ] && [ -e ${out}/tty ] && [ -e ${out}/scheduled ]; do sleep 0.05; done`,
        autoRestart: false,
        dependsOn: { checked: 'started', notifying: 'healthy', crashing: 'ended' },
      },
    };
    writeFileSync(join(project.folder, 'watchdog.yaml'), JSON.stringify({ name: 'fds', processes }));
    const left = openSync(script, 'r');
    const above = Array.from({ length: 40 }, (_, at) => (at === 0 || at === 39 ? left : ('ignore' as const)));
    const result = await runProgram(['up', '--until', 'last'], project.folder, {}, above);
    closeSync(left);
    expect(result.code).toBe(0);
    const kinds = ['check', 'crashing', 'notifying', 'plain', 'ready', 'scheduled', 'stop', 'tty'];
    expect(readdirSync(out).sort()).toEqual(kinds);
    for (const kind of kinds) {
      const open = readFileSync(join(out, kind), 'utf8').trim().split('\n');
      const own = [/^[012] (?!.*ptmx)/, / \/dev\/null$/, /^(?!3 |42 )\d+ .*list\.sh$/, ...(kind === 'notifying' ? [/^5 /] : [])];
      expect({ kind, others: open.filter((line) => !own.some((each) => each.test(line))) }).toEqual({ kind, others: [] });
    }
  },
);
