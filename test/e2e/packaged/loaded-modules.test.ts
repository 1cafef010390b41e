import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../fixtures/eventually.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { Project, shows } from '../project.js';

// Each takes 5 to 50 ms of a start. They come back with an import that nobody thinks of: that of a health check, or of a package.
it.each([
  [
    'process is started',
    'start',
    ['tls', 'crypto', 'http', 'readline', 'fs/promises', 'internal/deps/undici/undici', 'Intl.Segmenter'],
  ],
  ['frame is drawn', 'frame', ['tls', 'crypto', 'http', 'http2', 'internal/deps/undici/undici', 'Intl.Segmenter']],
])('Before the first %s, nothing large of Node is loaded that it does not need', async (_, noted, large) => {
  using project = new Project({ api: { command: 'exec sleep 600' } });
  const modules = (await loadedBefore(project, {}))(noted);
  expect(modules).toContain('NativeModule child_process');
  expect(modules.filter((module) => large.includes(module.replace('NativeModule ', '')))).toEqual([]);
});

it('Before the first frame of a configuration that was right before, neither YAML nor its schema is loaded', async () => {
  using project = new Project({ api: { command: 'exec sleep 600' } });
  const caches = join(project.folder, 'caches');
  const code = join(caches, 'watchdog/code');
  const kept = () => readdirSync(code, { recursive: true, encoding: 'utf8' }).filter((name) => /\/value-\w+$/.test(name));
  const first = await loadedBefore(project, { XDG_CACHE_HOME: caches }, () => eventually(() => expect(kept()).toHaveLength(1)));
  const second = await loadedBefore(project, { XDG_CACHE_HOME: caches });
  expect(first('start')).toContain('schema.cjs');
  expect(second('frame')).not.toContain('schema.cjs');
  // The screen is loaded once the processes are started.
  expect(second('start')).not.toContain('late.cjs');
  expect(second('frame')).toContain('late.cjs');
});

/** Starts the dashboard, ends it, and returns what was loaded when something was noted. @param whileItRuns waited for before the end */
async function loadedBefore(
  project: Project,
  variables: Readonly<Record<string, string>>,
  whileItRuns: () => Promise<unknown> = async () => {},
): Promise<(noted: string) => readonly string[]> {
  const preload = fileURLToPath(new URL('../../fixtures/notes-modules.cjs', import.meta.url));
  const notes = await TemporaryFolder.make();
  onTestFinished(() => notes[Symbol.asyncDispose]());
  const env = { NODE_OPTIONS: `--require ${preload}`, MODULES_NOTED: join(notes.path, 'modules'), ...variables };
  await using terminal = project.open({ env });
  await terminal.until(shows('api', '● running'), 'the row');
  await whileItRuns();
  terminal.press('ctrl+c');
  await terminal.exited;
  return (noted) => readFileSync(join(notes.path, `modules-${noted}`), 'utf8').split('\n');
}
