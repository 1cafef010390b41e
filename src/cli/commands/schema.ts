import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { privateWrite } from '../../adapters/files/private.js';
import { openStateFolder, stateFolderName } from '../../adapters/files/state-folder.js';
import { projectFolder } from '../../client/project-folder.js';
import { withDefinitions } from '../../config/schema/definitions.js';
import { configJsonSchema } from '../../config/schema/json-schema.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { jsonText, say } from '../output/print.js';

/** The schema in the folder of a project's state, from that of the project. */
export const writtenSchema = join(stateFolderName, 'schema.json');

/** What `schema` is asked for. */
export interface SchemaRequest {
  readonly files: readonly string[];
  readonly folder: string;
  /** Whether it is written to a file in place of being printed. */
  readonly writes: boolean;
  /** Whether what was written is said as one JSON document. */
  readonly json: boolean;
}

/** Prints the JSON Schema, or writes it and says how an editor finds it. @throws WatchdogError ACTION_FAILED */
export function schema({ files, folder, writes, json }: SchemaRequest): void {
  if (!writes) {
    process.stdout.write(schemaText());
    return;
  }
  const project = projectOf(files, folder);
  writeSchema(project);
  const line = `# yaml-language-server: $schema=${writtenSchema}`;
  if (json) {
    process.stdout.write(`${jsonText({ file: join(project, writtenSchema), line }, 2)}\n`);
    return;
  }
  say(`wrote ${relative(folder, join(project, writtenSchema))}; an editor finds it by this first line of watchdog.yaml:`);
  process.stdout.write(`${line}\n`);
}

/**
 * Writes the schema beside a project. Returns its path from there.
 * @throws WatchdogError ACTION_FAILED
 */
export function writeSchema(project: string): string {
  try {
    openStateFolder(join(project, stateFolderName));
    writeFileSync(join(project, writtenSchema), schemaText(), privateWrite);
  } catch (error) {
    throw new WatchdogError('ACTION_FAILED', `${writtenSchema} cannot be written: ${sayFileFault(error)}`);
  }
  return writtenSchema;
}

function schemaText(): string {
  return `${JSON.stringify(withDefinitions(configJsonSchema()), null, 2)}\n`;
}

/** The folder of the project, or the one at hand where there is no project yet. */
function projectOf(files: readonly string[], folder: string): string {
  try {
    return projectFolder(files, folder);
  } catch (error) {
    if (files.length > 0 || !(error instanceof WatchdogError)) throw error;
    return folder;
  }
}
