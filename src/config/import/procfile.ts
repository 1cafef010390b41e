import type { ProcfileEntry } from '../read/procfile.js';
import { procfileEnvFiles, procfileProcess } from '../read/procfile-source.js';
import { procfilePort } from '../resolve/procfile-ports.js';
import type { Imported } from './imported.js';
import { nothingImported } from './imported.js';

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
