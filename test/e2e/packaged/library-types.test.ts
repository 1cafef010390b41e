import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../../fixtures/long-runs.js';
import { projectFolder } from '../../house/source-tree.js';

const run = promisify(execFile);

/** A program that uses what is easily forgotten: constant arguments, a state as a type, every kind of wait, undefined values. */
const consumer = `
import {
  ConfigError, ContainerMonitor, eventNames, loadConfig, ProcessState, Watchdog, WatchdogError,
  type CircuitStatus, type ContainersConfig, type EventName, type Leftover, type LogLine, type LogReader, type ProcessRegistration,
  type ProcessSnapshot, type ProcessStatus, type RunEnd,
} from 'watchdog-tui';

const registration = {
  name: 'api', command: 'node', args: ['server.js'], dependsOn: ['db'], env: { PORT: '3000', NONE: null },
  ports: [3000], watch: { paths: ['src'], ignore: [] }, healthCheck: { http: 'http://localhost:3000', interval: '1s' },
} as const;
class Database implements ProcessRegistration {
  readonly name = 'db';
  get command(): string { return 'postgres'; }
  readonly cwd = new URL('file:///tmp');
  readonly env = process.env;
  readonly tty = undefined;
}
export async function main(signal: AbortSignal, containers: ContainersConfig): Promise<ProcessState> {
  await using watchdog = new Watchdog({ handleSignals: false, environment: process.env });
  watchdog.register(new Database()).register(registration);
  watchdog.register({ name: 'asked', command: 'x', healthCheck: async (entry) => entry.config.name === entry.name });
  watchdog.on('exited', ({ name, code, signal: by }) => console.log(name.length, code ?? by));
  for (const name of eventNames) watchdog.once(name satisfies EventName, () => {});
  watchdog.up(['api'] as const);
  watchdog.up();
  await watchdog.waitFor('api', 'healthy', { timeout: 5000, signal });
  await watchdog.waitFor(['api', 'db'] as const, 'running');
  const end: RunEnd = await watchdog.up({ names: ['api'], exitWhen: ['done', { ended: 'api' }] });
  const status: ProcessStatus | null = watchdog.getStatus('api');
  const circuit: CircuitStatus | undefined = status?.circuit;
  const log: LogReader | undefined = watchdog.log('api');
  const lines: readonly LogLine[] = log?.slice(log.firstSeq, log.nextSeq) ?? [];
  const rows: readonly ProcessSnapshot[] = watchdog.snapshots();
  const left: readonly Leftover[] = watchdog.leftovers;
  await watchdog.monitorContainers(containers);
  await watchdog.stop('api', 'SIGINT');
  await watchdog.unregister('api');
  for (const config of loadConfig({ files: ['a.yaml'] as const }).processes) watchdog.registerConfig(config);
  new ContainerMonitor('agents.json', { onContainerExit: (name, exitCode) => console.log(name, exitCode) }).start();
  console.log(end.code, circuit?.state, lines.length, rows.length, left.length, ConfigError, WatchdogError);
  // @ts-expect-error a slip in an option is found
  new Watchdog({ reapr: false });
  // @ts-expect-error a slip in the name of an event too
  watchdog.on('exitted', () => {});
  return status?.state ?? ProcessState.STOPPED;
}
`;

describe('the types of the library', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'watchdog-types-'));
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    symlinkSync(projectFolder, join(folder, 'node_modules/watchdog-tui'));
    for (const name of ['@types/node', 'undici-types'])
      symlinkSync(join(projectFolder, 'node_modules', name), join(folder, 'node_modules', name));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'consumer.ts'), consumer);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const modules = [
    ['nodenext', 'nodenext'],
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ] as const;
  it.each(modules.slice(0, sampleOf(modules.length)))(
    'compile with module %s and the resolution %s, strict, the libraries checked too',
    async (module, resolution) => {
      const settings = ['--module', module, '--moduleResolution', resolution, '--target', 'es2023', '--strict', '--noEmit'];
      const strictest = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--types', 'node'];
      // With the libraries left unchecked the same is checked but for their declarations.
      const complaints = await run(
        join(projectFolder, 'node_modules/.bin/tsc'),
        [...settings, ...strictest, '--lib', 'es2023,esnext.disposable', '--skipLibCheck', 'false', 'consumer.ts'],
        { cwd: folder },
      ).then(
        () => '',
        ({ stdout }: { stdout: string }) => stdout,
      );
      expect(complaints).toBe('');
    },
  );

  it('have a name outside, each that another one mentions', () => {
    const exported = exportedTypes(join(projectFolder, 'dist/src/index.d.ts'));
    const unnamed = [...exported].flatMap(([name, file]) => mentionedIn(name, file).filter((other) => !exported.has(other)));
    // What only makes a type of another, and has nothing to be named for.
    expect([...new Set(unnamed)].sort(), 'a type that is new here is to be exported in src/index.ts').toEqual([
      'CheckKey',
      'DeepReadonly',
      'EventTable',
      'Fields',
    ]);
  });
});

function withoutComments(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'(?!;)/g, '');
}

const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter(Boolean);

function exportedTypes(index: string): Map<string, string> {
  const text = readFileSync(index, 'utf8');
  const all = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)];
  return new Map(all.flatMap(([, list, path]) => namesIn(list!).map((name) => [name, declarationFile(index, path!)] as const)));
}

function declarationFile(from: string, path: string): string {
  return normalize(join(dirname(from), path.replace(/\.js$/, '.d.ts')));
}

/** The types of the package's own that the declaration of a name mentions. */
function mentionedIn(name: string, file: string): readonly string[] {
  const text = withoutComments(file);
  const declared = text.split(/\n(?=(?:export |declare |interface |type |class |import ))/);
  const nameOf = (part: string): string | undefined =>
    /^(?:export )?(?:declare )?(?:class|interface|type|const|function) (\w+)/.exec(part)?.[1];
  const imported = [...text.matchAll(/import (?:type )?\{([^}]*)\} from '(\.[^']+)'/g)].flatMap(([, list]) => namesIn(list!));
  const known = new Set([...imported, ...declared.flatMap((part) => nameOf(part) ?? [])]);
  const own = declared.filter((part) => nameOf(part) === name).join('\n');
  // A member of that name, or a parameter, is no mention, and a value of which only the type is meant has none of its own.
  const words = [...own.matchAll(/(?<![.\w]|typeof )([A-Za-z_]\w*)\b(?!\??:|\()/g)].map(([, word]) => word!);
  return words.filter((word) => word !== name && known.has(word));
}
