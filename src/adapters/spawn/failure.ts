import { statSync } from 'node:fs';
import type { StartFault } from '../../policy/process/start-fault.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { SpawnSpec } from '../../ports/spawner.js';
import { findExecutable } from './find-executable.js';
import { sayMissingInterpreter } from './interpreter.js';

type FailedSpec = Pick<SpawnSpec, 'command' | 'cwd' | 'env' | 'shell'>;

/** Says in plain words why the system could not start a child; the system names the command even where the folder is at fault. */
export function explainSpawnFailure(spec: FailedSpec, error: NodeJS.ErrnoException): StartFault {
  const code = error.code ?? 'UNKNOWN';
  const noTerminal = missingTerminal(error.message);
  if (noTerminal !== undefined) return noTerminal;
  const ofFolder = folderFault(spec.cwd);
  if (ofFolder !== undefined)
    return { code, message: plainLine(ofFolder), about: { kind: 'folder', path: plainLine(spec.cwd) }, cause: error };
  const lacking = code === 'ENOENT' ? lackingInterpreter(spec) : undefined;
  if (lacking !== undefined) {
    const about = { kind: 'interpreter', path: plainLine(spec.command) } as const;
    return { code, message: plainLine(lacking), about, cause: error };
  }
  const message = plainLine(commandFault(spec, code) ?? `the system refuses it: ${error.message}`);
  const about = { kind: 'command', path: plainLine(spec.command) } as const;
  return { code, message, ...(ofCommand.has(code) ? { about } : {}), cause: error };
}

function lackingInterpreter(spec: FailedSpec): string | undefined {
  const file = findExecutable(spec);
  return file === undefined ? undefined : sayMissingInterpreter(spec.command, file);
}

/** What a fault of the package for pseudo-terminals, which names the call and no code, says where the system has none left. */
export function missingTerminal(message: string): StartFault | undefined {
  if (!/^(forkpty|posix_openpt|openpty)\b/.test(message)) return undefined;
  return { code: 'ENOPTY', message: 'the system has no pseudo-terminal left for it; see /proc/sys/kernel/pty/max' };
}

/** The codes that are about the command, and not about the system. */
const ofCommand: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'ENOEXEC', 'ETXTBSY', 'ELOOP', 'ENOTDIR', 'EISDIR']);

/** What only a shell understands, or what would be an argument to it. */
const shellWords = /[\s&|;<>$`*]/;

function folderFault(cwd: string): string | undefined {
  try {
    return statSync(cwd).isDirectory() ? undefined : `working folder is not a folder: ${cwd}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' ? `no permission to enter the working folder: ${cwd}` : `working folder not found: ${cwd}`;
  }
}

function commandFault({ command, shell }: FailedSpec, code: string): string | undefined {
  switch (code) {
    case 'ENOENT':
      return shell === false && shellWords.test(command)
        ? `command not found: ${command} (ENOENT); without a shell all of it is the name of one program: give it shell: true, or put arguments into args`
        : `command not found: ${command} (ENOENT)`;
    case 'EACCES':
      return isFolder(command) ? `command is a folder: ${command}` : `no permission to execute: ${command} (EACCES)`;
    case 'ELOOP':
      return `links that lead only to one another: ${command} (ELOOP)`;
    case 'ETXTBSY':
      return `another program is writing it: ${command} (ETXTBSY)`;
    case 'E2BIG':
      return 'arguments and environment are larger than the system allows (E2BIG)';
    case 'ENOEXEC':
      return `not a program that this system can execute: ${command} (ENOEXEC)`;
    case 'EAGAIN':
      return 'the system allows this user no more processes (EAGAIN); see ulimit -u';
    case 'ENOMEM':
      return 'there is not enough memory to start it (ENOMEM)';
    case 'EMFILE':
    case 'ENFILE':
      return `no file descriptor is free (${code})`;
    default:
      return undefined;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The error that Node gives where a program cannot be executed, by its code. */
export function spawnFault(code: string, path: string): NodeJS.ErrnoException {
  const syscall = `spawn ${path}`;
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall, path });
}
