import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Watchdog } from '../../../src/api/watchdog.js';
import { importFolder } from '../../../src/config/import/folder.js';
import { writeConfiguration } from '../../../src/config/import/write.js';
import { loadConfig } from '../../../src/config/load.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

/** A project of another tool, and what that tool would do with it. */
export interface MovingInCase {
  /** The files by their names. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables of the shell. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The commands that are stubs: each writes down how it was run and then stays. */
  readonly stubs: readonly string[];
  /** Words in the arguments of a stub at which it ends at once with success. */
  readonly once?: readonly string[];
  /** Variables that a stub writes down as well. */
  readonly show?: readonly string[];
  /** The state of each process once all is quiet. */
  readonly states: Readonly<Record<string, string>>;
  /** How the stubs were run, in the order in which they had to be where `inOrder` is true. */
  readonly ran: readonly string[];
  readonly inOrder?: boolean;
  /** What has no counterpart. */
  readonly lost?: readonly string[];
  /** Texts that the written file has. */
  readonly written?: readonly string[];
}

/** What a run has shown, in the same words. */
export interface MovingInRun {
  readonly states: Readonly<Record<string, string>>;
  readonly ran: readonly string[];
  readonly lost: readonly string[];
  readonly text: string;
}

/** Reads a case. */
export function readCase(file: string): MovingInCase {
  return parse(readFileSync(file, 'utf8')) as MovingInCase;
}

/** Makes a watchdog.yaml of a project, runs it with stubs until the expected states are there or time is up, and says what ran. */
export async function runCase(given: MovingInCase): Promise<MovingInRun> {
  await using folder = await TemporaryFolder.make();
  const project = join(folder.path, 'shop');
  for (const [name, text] of Object.entries(given.files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  const log = join(folder.path, 'ran');
  writeFileSync(log, '');
  makeStubs(join(folder.path, 'bin'), given, log);
  const environment = { PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin`, HOME: '/home/someone', ...given.environment };
  const { imported, sources, notes } = importFolder(project, { environment, report: () => {} });
  const text = writeConfiguration(imported, { schema: undefined, sources, notes });
  writeFileSync(join(project, 'watchdog.yaml'), text);
  const { processes } = loadConfig({ from: project, environment });
  const watchdog = new Watchdog({ handleSignals: false, environment: { ...environment, STUB_ROOT: project } });
  for (const config of processes) watchdog.registerConfig(config);
  const states = () => Object.fromEntries(watchdog.snapshots().map(({ name, state }) => [name, state as string]));
  try {
    watchdog.up();
    const ran = () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    await until(() => sameStates(states(), given.states) && ran().length >= given.ran.length);
    return {
      states: states(),
      ran: ran(),
      lost: [...imported.lost, ...imported.processes.flatMap(({ name, lost }) => lost.map((each) => `${name}: ${each}`))],
      text,
    };
  } finally {
    // Stubs of docker know nothing of each other, so that none would end for another one.
    await Promise.all(watchdog.snapshots().map(({ name }) => watchdog.kill(name)));
    await watchdog.shutdown();
  }
}

function makeStubs(folder: string, { stubs, once = [], show = [] }: MovingInCase, log: string): void {
  mkdirSync(folder, { recursive: true });
  const shown = show.map((name) => `[ -n "\${${name}+x}" ] && line="$line ${name}=$${name}"`).join('\n');
  const ends = once.map((word) => `case " \${0##*/} $* " in *" ${word} "*) exit 0;; esac`).join('\n');
  const text = `#!/bin/sh
case " $* " in *" ps --format json "*) echo '{"Health":"healthy"}'; exit 0;; esac
line="\${0##*/} $*"
[ "$PWD" = "$STUB_ROOT" ] || line="$line @\${PWD#$STUB_ROOT/}"
${shown}
printf '%s\\n' "$line" >> '${log}'
${ends}
exec sleep 1000
`;
  for (const name of stubs) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
}

function sameStates(seen: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, state]) => seen[name] === state);
}

async function until(holds: () => boolean): Promise<void> {
  // Only ends a run that will never be as expected; the test then shows the difference.
  for (const end = Date.now() + 12_000; !holds() && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // What should not run has a moment to show that it does.
  await new Promise((resolve) => setTimeout(resolve, 100));
}
