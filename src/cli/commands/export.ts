import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { makeFolder } from '../../adapters/node/make-folder.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { type Engine, type Exported, missingInWords, writtenBy } from '../../config/export/common/exported.js';
import { referenceTo } from '../../config/export/common/references.js';
import { loadConfig } from '../../config/load.js';
import { ConfigError } from '../../config/problems/config-error.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { nearest } from '../../policy/words/nearest.js';
import { keyProblems } from '../../view/commands/key-overrides.js';
import { jsonText, print, warn } from '../output/print.js';

/** What `export` is asked for. */
export interface ExportRequest {
  readonly engine: Engine;
  readonly files: readonly string[];
  /** The folder to write to; undefined for `deploy/ENGINE` beside the configuration. */
  readonly output: string | undefined;
  /** Images of processes, each as `NAME=IMAGE`. */
  readonly images: readonly string[];
  readonly json: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Writes the project for an engine, and says what has no counterpart there.
 * @throws ConfigError; WatchdogError USAGE for an image of no process, ACTION_FAILED where nothing can be written
 */
export async function exportProject(request: ExportRequest): Promise<void> {
  const { engine } = request;
  const configuration = withImages(load(request), request);
  const exported = await write(engine, configuration);
  const folder = resolve(request.output ?? join(configuration.directory, 'deploy', engine));
  for (const name of exported.withoutImage) {
    if (!request.json) warn(`${name} is left out: it has no image; give it deploy: {image: …}, or --image ${name}=IMAGE`);
  }
  if (exported.files.length === 0) {
    throw new WatchdogError('ACTION_FAILED', `nothing is written: ${nothingToWrite(configuration)}`);
  }
  const older = writeFiles(folder, exported.files);
  if (request.json) return print(`${jsonText({ folder, ...exported, files: exported.files.map(({ name }) => name) }, 2)}\n`);
  for (const line of missingInWords(exported.missing)) warn(line);
  for (const name of older) warn(`${show(join(folder, name))} is from an earlier export and no longer needed`);
  await print(exported.files.map(({ name }) => `${show(join(folder, name))}\n`).join(''));
}

function load({ files, environment }: ExportRequest): Configuration {
  const options = { files, from: process.cwd(), environment: shellEnvironment(environment), keyProblems };
  const configuration = loadConfig(options);
  try {
    return loadConfig({ ...options, secretReference: referenceTo });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const places = error.diagnostics.map(({ file, line, column }) => `${file}:${line}:${column}`);
    throw new WatchdogError(
      'CONFIG_INVALID',
      `a secret variable is needed where no reference is possible: ${places.join(', ') || configuration.file}; write the value itself, or give the variable a name that is not secret`,
    );
  }
}

async function write(engine: Engine, configuration: Configuration): Promise<Exported> {
  switch (engine) {
    case 'compose':
      return (await import('../../config/export/compose/project.js')).exportCompose(configuration);
    case 'kubernetes':
      return (await import('../../config/export/kubernetes/project.js')).exportKubernetes(configuration);
    case 'systemd':
      return (await import('../../config/export/systemd/project.js')).exportSystemd(configuration);
  }
}

function withImages(configuration: Configuration, { engine, images }: ExportRequest): Configuration {
  if (images.length === 0) return configuration;
  if (engine === 'systemd') {
    throw new WatchdogError('USAGE', 'systemd runs commands and no images; leave --image out');
  }
  const nameOf = ({ name, replica }: Configuration['processes'][number]): string => replica?.of ?? name;
  const names = [...new Set(configuration.processes.map(nameOf))];
  const given = new Map(
    images.map((written) => {
      const [, name, image] = /^(.+?)=(.+)$/s.exec(written) ?? [];
      if (name === undefined || image === undefined) {
        throw new WatchdogError('USAGE', `--image takes NAME=IMAGE, not "${written}"`);
      }
      if (names.includes(name)) return [name, image];
      const close = nearest(name, names);
      const hint = close === undefined ? `there are ${names.join(', ')}` : `did you mean ${close}?`;
      throw new WatchdogError('USAGE', `--image names no process "${name}"; ${hint}`);
    }),
  );
  const processes = configuration.processes.map((process) => {
    const image = given.get(nameOf(process));
    return image === undefined ? process : { ...process, deploy: { ...process.deploy, image } };
  });
  return { ...configuration, processes };
}

function nothingToWrite({ processes }: Configuration): string {
  return processes.length === 0 ? 'the configuration has no processes' : 'no process has an image';
}

/**
 * Writes the files, in place of those of an earlier export only.
 * @returns the names of earlier ones that were not written again
 * @throws WatchdogError ACTION_FAILED, before anything is written where a file was not written by us
 */
function writeFiles(folder: string, files: Exported['files']): readonly string[] {
  try {
    const foreign = files.find(({ name }) => existsSync(join(folder, name)) && !isOurs(join(folder, name)));
    if (foreign !== undefined) {
      throw new WatchdogError(
        'ACTION_FAILED',
        `${show(join(folder, foreign.name))} was not written by an export and is not overwritten; move it away, or name another folder with --output`,
      );
    }
    makeFolder(folder);
    const names = new Set(files.map(({ name }) => name));
    const older = readdirSync(folder).filter((name) => !names.has(name) && isOurs(join(folder, name)));
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    return older;
  } catch (error) {
    if (error instanceof WatchdogError) throw error;
    throw new WatchdogError('ACTION_FAILED', `${show(folder)} cannot be written: ${sayFileFault(error)}`);
  }
}

function isOurs(file: string): boolean {
  try {
    // What is no file, such as a pipe, might never be read to its end.
    return statSync(file).isFile() && readFileSync(file, 'utf8').startsWith(writtenBy);
  } catch {
    return false;
  }
}

/** A path as the user would write it here. */
function show(path: string): string {
  const here = relative(process.cwd(), path);
  return here.startsWith('..') ? path : here || '.';
}
