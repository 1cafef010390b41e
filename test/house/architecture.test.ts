import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crowdedFolders, fileCircles, folderCircles, mostFiles } from './folders.js';
import { rankOf } from './layers.js';
import { rules, strangersAtTheTop } from './rules.js';
import { factsOf } from './source-facts.js';
import { projectFolder, readSources } from './source-tree.js';

const files = readSources('src', 'components', 'hooks').map(factsOf);

describe('every file', () => {
  it('is found, and belongs to a layer', () => {
    expect(files.map((file) => file.path)).toContain('src/policy/process/lifecycle.ts');
    expect(files.map((file) => file.path).filter((path) => rankOf(path) === undefined)).toEqual([]);
  });

  it.each(Object.entries(rules))('%s', (_sentence, rule) => {
    const wrong = files.flatMap((file) => rule(file).map((what) => `${file.path}: ${what}`));
    expect(wrong).toEqual([]);
  });
});

describe('the project', () => {
  it('has no folders that import each other in a circle, types included', () => {
    expect(folderCircles(files)).toEqual([]);
  });

  it('has no files that import each other in a circle, types included', () => {
    expect(fileCircles(files)).toEqual([]);
  });

  it(`has at most ${mostFiles} files in a folder`, () => {
    expect(crowdedFolders([...files, ...readSources('test')])).toEqual([]);
  });

  it('has no test files at the root of test/', () => {
    const loose = readdirSync(`${projectFolder}/test`).filter((name) => /\.test\.tsx?$/.test(name));
    expect(loose).toEqual([]);
  });

  it('has nothing at the top but what belongs there', () => {
    expect(strangersAtTheTop(readdirSync(projectFolder))).toEqual([]);
  });
});

type Culprit = readonly [path: string, text: string, wrong: string];

/** For each rule files that break it, and what the rule must say of them. */
const culprits: Readonly<Record<string, readonly Culprit[]>> = {
  'imports only its own layer or a lower one': [
    ['src/policy/a.ts', `import { b } from '../ports/b.js';`, 'src/ports/b.ts'],
    ['src/policy/a.ts', `import type { B } from '../view/b.js';`, 'src/view/b.ts'],
    ['src/policy/a.ts', `export * from '../ports/b.js';`, 'src/ports/b.ts'],
    ['src/view/a.ts', `const b = await import('../cli/b.js');`, 'src/cli/b.ts'],
    ['src/view/a.ts', `type B = import('../cli/b.js').B;`, 'src/cli/b.ts'],
    ['hooks/a.ts', `import { b } from '../components/B.js';`, 'components/B.ts'],
    ['src/config/a.ts', `import { b } from '../adapters/b.js';`, 'src/adapters/b.ts'],
    ['src/adapters/a.ts', `import { b } from '../config/b.js';`, 'src/config/b.ts'],
    ['src/supervisor/a.ts', `import { b } from '../adapters/b.js';`, 'src/adapters/b.ts'],
    ['src/control/a.ts', `import { b } from '../view/b.js';`, 'src/view/b.ts'],
    ['src/client/a.ts', `import { b } from '../control/b.js';`, 'src/control/b.ts'],
    ['src/control/a.ts', `import { b } from '../client/b.js';`, 'src/client/b.ts'],
    ['src/index.ts', `export { b } from './view/b.js';`, 'src/view/b.ts'],
  ],
  'imports nothing of the project from outside the layers': [
    ['src/cli/a.ts', `import { b } from '../../test/b.js';`, 'test/b.ts'],
    ['src/cli/a.ts', `import { b } from '../b.js';`, 'src/b.ts'],
  ],
  'keeps react and ink in hooks, components and the command line': [
    ['src/view/a.ts', `import { useState } from 'react';`, 'react'],
    ['src/view/a.ts', `import type { Key } from 'ink';`, 'ink'],
  ],
  'touches files, processes and the network only at the edge': [
    ['src/supervisor/a.ts', `import fs from 'node:fs/promises';`, 'node:fs/promises'],
    ['src/view/a.ts', `import { spawn } from 'child_process';`, 'child_process'],
  ],
  'starts programs by one file, which hands them no descriptor of ours': [
    ['src/adapters/a.ts', `import { spawn } from 'node:child_process';`, 'spawn'],
    ['src/cli/a.ts', `import type { ChildProcess } from 'node:child_process'; const run = child.execFile;`, 'child.execFile'],
  ],
  'reads time and chance, and sets timers, only in the adapters': [
    ['src/cli/a.ts', 'const t = Date.now();', 'Date.now'],
    ['src/cli/a.ts', 'const t = { wait: setTimeout };', 'setTimeout'],
    ['src/cli/a.ts', 'globalThis.setInterval(f, 1);', 'globalThis.setInterval'],
    ['components/A.tsx', 'const a = <B at={new Date()} />;', 'new Date()'],
    ['src/policy/a.ts', 'f(Math.random());', 'Math.random'],
    ['hooks/a.ts', 'run(() => performance.now());', 'performance.now'],
    ['hooks/a.ts', `import timers from 'node:timers/promises';`, 'node:timers/promises'],
  ],
  'prints with console only on the command line': [['src/view/a.ts', `console.log('x');`, 'console']],
  'has no enum': [['src/policy/a.ts', 'export const enum A { B }', 'enum']],
  'has no default export': [
    ['src/policy/a.ts', 'export default function a() {}', 'export default'],
    ['src/policy/a.ts', 'const a = 1; export { a as default };', 'export default'],
  ],
  'is no barrel, but for the public API': [
    ['src/policy/index.ts', `export * from './a.js'; export { b } from './b.js';`, 'only exports from other files'],
  ],
  'has at most 250 lines': [['src/policy/a.ts', 'a;\n'.repeat(251), '251 lines']],
  'is named in kebab-case, and PascalCase for components': [
    ['src/policy/camelCase.ts', '', 'camelCase'],
    ['src/policy/Pascal.ts', '', 'Pascal'],
    ['components/TwoWords_.tsx', '', 'TwoWords_'],
  ],
  'does not repeat the name of its folder in its own': [
    ['src/view/log/pane-log.ts', '', 'pane-log'],
    ['src/adapters/files/private-file.ts', '', 'private-file'],
    ['src/view/commands/command-table.ts', '', 'command-table'],
  ],
  'is not named for being anything at all': [
    ['src/policy/process-manager.ts', '', 'process-manager.ts'],
    ['src/policy/utils.ts', '', 'utils.ts'],
    ['components/ProcessInfo.tsx', '', 'ProcessInfo.tsx'],
  ],
};

const planted = Object.entries(culprits).flatMap(([rule, list]) =>
  list.map(([path, text, wrong]) => ({ rule, path, text, wrong })),
);

describe('a rule sees a culprit', () => {
  it.each(planted)('$rule: $path', ({ rule, path, text, wrong }) => {
    expect(rules[rule]!(factsOf({ path, text }))).toEqual([wrong]);
  });

  it('for every rule', () => {
    expect(Object.keys(culprits).sort()).toEqual(Object.keys(rules).sort());
  });

  it('in a circle of folders, that only types make too', () => {
    const circle = [
      { path: 'src/view/log/a.ts', text: `import type { B } from '../table/b.js';` },
      { path: 'src/view/table/b.ts', text: `import { c } from '../state/c.js';` },
      { path: 'src/view/state/c.ts', text: `export type A = import('../log/a.js').A;` },
      { path: 'src/view/d.ts', text: `import { a } from './log/a.js';` },
    ];
    expect(folderCircles(circle.map(factsOf))).toEqual(['src/view/log ⇄ src/view/state ⇄ src/view/table']);
    expect(folderCircles(circle.slice(1).map(factsOf))).toEqual([]);
  });

  it('in a circle of files, that only types make too, and components', () => {
    const circle = [
      { path: 'src/view/a.ts', text: `import type { B } from './b.js';` },
      { path: 'src/view/b.ts', text: `import { C } from '../../components/C.js';` },
      { path: 'components/C.tsx', text: `export type A = import('../src/view/a.js').A;` },
      { path: 'src/view/d.ts', text: `import { a } from './a.js';` },
    ];
    expect(fileCircles(circle.map(factsOf))).toEqual(['components/C.tsx ⇄ src/view/a.ts ⇄ src/view/b.ts']);
    expect(fileCircles(circle.slice(1).map(factsOf))).toEqual([]);
  });

  it('in a folder with one file too many', () => {
    const crowd = Array.from({ length: mostFiles + 1 }, (_, index) => factsOf({ path: `src/view/log/a${index}.ts`, text: '' }));
    expect(crowdedFolders(crowd)).toEqual([`src/view/log: ${mostFiles + 1}`]);
    expect(crowdedFolders(crowd.slice(1))).toEqual([]);
  });

  it('at the top', () => {
    expect(strangersAtTheTop(['src', '.gitignore', 'dist', 'notes.txt', 'lib'])).toEqual(['notes.txt', 'lib']);
  });
});

describe('a rule leaves alone', () => {
  it.each([
    [
      'words in comments and strings',
      'src/policy/a.ts',
      `// Date.now() console.log\n/* enum A */ export const a = "import x from '../cli/b.js'"; const r = /["'] setTimeout/;`,
    ],
    [
      'members that bear the name of a global',
      'src/policy/a.ts',
      'clock.setTimeout(f); const a = { console: 1, setInterval() {} }; class B { performance = a.console; }',
    ],
    ['dates that are made from a number', 'src/policy/a.ts', 'const a = new Date(at);'],
    ['text between tags', 'components/A.tsx', `export const A = () => <Text>don't setTimeout console</Text>;`],
    [
      'imports that go down, types included',
      'src/cli/a.ts',
      `import { b } from '../adapters/b.js'; import type { C } from '../../components/C.js'; import { d } from './d.js';`,
    ],
    ['the public API', 'src/index.ts', `export * from './api/watchdog.js'; export type { A } from './policy/a.js';`],
    [
      'packages whose names begin alike',
      'src/view/a.ts',
      `import a from 'inky'; import b from 'reactive'; import c from 'node:path'; import d from 'string-width';`,
    ],
    ['names that only hold a forbidden word', 'src/policy/database-outliner.ts', ''],
    ['the file that is what its folder is of', 'src/supervisor/unit/units.ts', ''],
    ['words that only begin as the folder does', 'src/view/log/logging.ts', ''],
    ['proper names', 'src/config/schema/json-schema.ts', ''],
  ])('%s', (_what, path, text) => {
    expect(Object.values(rules).flatMap((rule) => rule(factsOf({ path, text })))).toEqual([]);
  });
});
