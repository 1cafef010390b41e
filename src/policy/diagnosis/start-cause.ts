import type { StartFault } from '../process/start-fault.js';
import type { Diagnosis } from './diagnosis.js';
import { installAdvice } from './rules/missing.js';
import type { DiagnosisKind } from './rules/rule.js';

/** What the system is short of, by the code of its error, and what to do. */
const shortages: Readonly<Record<string, readonly [kind: DiagnosisKind, advice: string]>> = {
  EMFILE: ['too_many_files', 'raise the limit of the terminal in which watchdog is started, with ulimit -n'],
  ENFILE: ['too_many_files', 'end what holds so many files open on this machine'],
  EAGAIN: ['too_many_processes', 'end some, or raise the limit with ulimit -u'],
  ENOMEM: ['out_of_memory', 'end what uses it, or give the machine more'],
};

/** What to do about a command that is there, by the code of its error; without one, it may not be executed. */
const executableAdvice: Readonly<Record<string, string>> = {
  ETXTBSY: 'start it again when it is written',
  ELOOP: 'point the link at the program',
  ENOEXEC: 'build it for this processor and system; a script needs a first line such as #!/bin/sh',
};

/** What a start that failed comes from: it is known, so nothing is recognised in its words. */
export function startCause({ code, message, about, port }: StartFault): Diagnosis {
  const base = { what: message, advice: '', port: port ?? null, line: message };
  if (port !== undefined) {
    const advice = 'stop the process that holds it, or give this process another port';
    return { ...base, kind: 'port_in_use', what: `port ${port} is in use`, advice };
  }
  if (about?.kind === 'command' && code === 'ENOENT') {
    const { path: name } = about;
    return { ...base, kind: 'command_missing', what: `command not found: ${name}`, advice: installAdvice, name };
  }
  if (about?.kind === 'command') {
    const advice = executableAdvice[code] ?? 'make it executable with chmod +x, or name the program that runs it';
    return { ...base, kind: 'not_executable', advice, path: about.path };
  }
  if (about?.kind === 'interpreter') {
    const advice = 'correct its first line (#!…) or its line ends, or install what it names';
    return { ...base, kind: 'not_executable', advice, path: about.path };
  }
  if (about?.kind === 'folder')
    return { ...base, kind: 'file_missing', advice: 'check cwd in its configuration', path: about.path };
  const shortage = shortages[code];
  return shortage === undefined ? { ...base, kind: 'error' } : { ...base, kind: shortage[0], advice: shortage[1] };
}
