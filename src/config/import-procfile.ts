import type { Imported } from './imported.js';
import { nothingImported } from './imported.js';
import type { ProcfileEntry } from './procfile.js';
import { procfilePort } from './procfile-ports.js';
import { procfileEnvFiles, procfileProcess } from './procfile-source.js';

/** The processes of a Procfile, each with the PORT that foreman and overmind would give it. */
export function importProcfile(entries: readonly ProcfileEntry[], source: string): Imported {
  return {
    ...nothingImported,
    source,
    envFile: procfileEnvFiles,
    processes: entries.map((entry, index) => ({
      name: entry.name,
      remarks:
        entry.name === 'release' ? ['Work that comes to an end, which the others may have to wait for: see dependsOn.'] : [],
      keys: { ...procfileProcess(entry), env: { PORT: String(procfilePort(index)) } },
      lost: [],
    })),
  };
}
