import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
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
  const preload = fileURLToPath(new URL('../../fixtures/notes-modules.cjs', import.meta.url));
  const env = { NODE_OPTIONS: `--require ${preload}`, MODULES_NOTED: join(project.folder, 'modules') };
  await using terminal = project.open({ env });
  await terminal.until(shows('api', '● running'), 'the row');
  const modules = readFileSync(join(project.folder, `modules-${noted}`), 'utf8').split('\n');
  expect(modules).toContain('NativeModule child_process');
  expect(modules.filter((module) => large.includes(module.replace('NativeModule ', '')))).toEqual([]);
  terminal.press('ctrl+c');
  await terminal.exited;
});
