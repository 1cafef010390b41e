import { expect, it } from 'vitest';
import { sayCause } from '../../../src/policy/diagnosis/diagnose.js';
import { startCause } from '../../../src/policy/diagnosis/start-cause.js';
import type { StartFault } from '../../../src/policy/process/start-fault.js';

const command = { kind: 'command', path: 'apj' } as const;

it.each<[fault: StartFault, kind: string, said: string]>([
  [
    { code: 'ENOENT', message: 'command not found: apj (ENOENT)', about: command },
    'command_missing',
    'command not found: apj; install it, or give its path; PATH is that of the terminal in which watchdog was started',
  ],
  [
    { code: 'EACCES', message: 'command is a folder: apj', about: command },
    'not_executable',
    'command is a folder: apj; make it executable with chmod +x, or name the program that runs it',
  ],
  [
    { code: 'ETXTBSY', message: 'another program is writing it: apj', about: command },
    'not_executable',
    'another program is writing it: apj; start it again when it is written',
  ],
  [
    { code: 'ENOENT', message: 'the first line of apj ends in CR LF', about: { kind: 'interpreter', path: 'apj' } },
    'not_executable',
    'the first line of apj ends in CR LF; correct its first line (#!…) or its line ends, or install what it names',
  ],
  [
    { code: 'ENOENT', message: 'working folder not found: /x', about: { kind: 'folder', path: '/x' } },
    'file_missing',
    'working folder not found: /x; check cwd in its configuration',
  ],
  [
    { code: 'EADDRINUSE', message: 'port 3000 is held by pid 7 (node)', port: 3000 },
    'port_in_use',
    'port 3000 is in use; stop the process that holds it, or give this process another port',
  ],
  [
    { code: 'EMFILE', message: 'the watchdog has too few file descriptors left (EMFILE)' },
    'too_many_files',
    'the watchdog has too few file descriptors left (EMFILE); raise the limit of the terminal in which watchdog is started, with ulimit -n',
  ],
  [{ code: 'ENOPTY', message: 'no terminal can be opened' }, 'error', 'no terminal can be opened'],
])('a start that failed has the cause that is known of it, whatever its words are: %j', (fault, kind, said) => {
  const cause = startCause(fault);
  expect([cause.kind, sayCause(cause)]).toEqual([kind, said]);
  const { kind: sameKind } = startCause({ ...fault, message: 'port 1 is in use, command not found: b (ENOENT), out of memory' });
  expect(sameKind).toBe(kind);
});
