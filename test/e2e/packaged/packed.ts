import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../house/source-tree.js';
import { cleanEnvironment } from '../clean-environment.js';

export const run = promisify(execFile);

/** npm as the user has it, not as the npm that runs the tests configures it. */
export const env = Object.fromEntries(
  Object.entries(cleanEnvironment()).filter(([name]) => !/^npm_(config_|package_|lifecycle_)/.test(name)),
);

/** Packs the package into a folder, as it would be published; resolves with the path of the archive. */
export async function packInto(folder: string): Promise<string> {
  // What is built is there already, and others are running it.
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: projectFolder,
    env,
  });
  return join(folder, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
}
