import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../house/source-tree.js';
import type { Row } from './row.js';

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** How many packages come along with an installation for use, and how much room they take. */
export async function measure(): Promise<readonly Row[]> {
  const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'));
  const packages = Object.entries(lock.packages as Record<string, LockedPackage>)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path]) => bytesIn(join(projectFolder, path)))
    .filter((bytes) => bytes > 0); // what is for another system is locked but not installed
  const megabytes = packages.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  return [
    { title: 'installed production packages', unit: '', watchdog: packages.length, bare: null },
    { title: 'the package itself, to download', unit: 'kB', watchdog: packedBytes() / 1e3, bare: null },
    { title: 'installed production packages, size', unit: 'MB', watchdog: megabytes, bare: null },
  ];
}

/** The size of the tarball that npm would publish of what is built. */
function packedBytes(): number {
  const printed = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (JSON.parse(printed.toString()) as [{ size: number }])[0].size;
}

/** The size of a package's files; those of packages inside it count for themselves. */
function bytesIn(folder: string): number {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile()) bytes += lstatSync(path).size;
    else if (entry.isDirectory() && entry.name !== 'node_modules') bytes += bytesIn(path);
  }
  return bytes;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // not installed
  }
}
