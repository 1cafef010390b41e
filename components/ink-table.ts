import { createRequire, Module } from 'node:module';
import * as ink from 'ink';
import type inkTable from 'ink-table';
import * as react from 'react';

// ink-table is CommonJS and requires ink, which has a top-level await and so cannot be required, and react, of which there
// should not be two. Putting what is imported above into the cache of `require` under the paths that ink-table asks for gives it
// the very same ones. The build puts the package itself in the place of this file, in the same way.
const require = createRequire(import.meta.url);
const ofTable = createRequire(require.resolve('ink-table'));
for (const [name, exports] of [
  ['ink', ink],
  ['react', react],
] as const) {
  const path = ofTable.resolve(name);
  const record = new Module(path);
  record.exports = exports;
  record.loaded = true;
  require.cache[path] = record;
}

/** The component of ink-table, with the Ink and React of everybody else. */
export const { default: InkTable } = require('ink-table') as typeof inkTable;
