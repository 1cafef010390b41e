import { checkMark } from '../../policy/process/mark.js';
import { describeExit, type ExitFact } from '../../policy/restart/exit.js';
import { lastLineOf } from '../../policy/words/plain-text.js';
import type { ExecProbe, ProbeResult } from '../../ports/probe-runner.js';
import type { Spawner, SpawnSpec } from '../../ports/spawner.js';
import { unanswered } from './unanswered.js';

const longestMessage = 200;
const keptOutputBytes = 4096;

let checks = 0;

/** Runs a command in the shell; exit code 0 is well. An abort kills it with all that it started. */
export function checkExec(spawner: Spawner, probe: ExecProbe, signal: AbortSignal): Promise<ProbeResult> {
  checks += 1;
  const spec: SpawnSpec = { ...probe, mark: checkMark(checks), args: [], shell: true, stdin: 'closed', scope: 'all' };
  return new Promise((resolve) => {
    let output: Buffer = Buffer.alloc(0);
    let exit: ExitFact | undefined;
    const child = spawner.spawn(spec, {
      spawned: () => {},
      failed: (fault) => resolve(unanswered(fault, fault.message)),
      output: (_stream, chunk) => {
        output = Buffer.concat([output, chunk]).subarray(-keptOutputBytes);
      },
      exited: (fact) => {
        exit = fact;
        child.signal('SIGKILL'); // What it left in the background has nothing more to check.
      },
      gone: () => signal.removeEventListener('abort', abandon),
      outputEnded: () => {
        if (exit !== undefined) resolve({ ok: exit.code === 0, message: sayExit(exit, output) });
      },
    });
    const abandon = (): void => {
      child.signal('SIGKILL');
      resolve({ ok: false, message: 'aborted' });
    };
    if (signal.aborted) abandon();
    else signal.addEventListener('abort', abandon, { once: true });
  });
}

/** As shells say that there is no such command. */
const notFound = /^\S{0,80}: (?:line )?\d{1,6}: ([^\s:]{1,120}): (?:command )?not found$/;

function sayExit(exit: ExitFact, output: Buffer): string {
  if (exit.code === 0) return describeExit(exit);
  const lastLine = lastLineOf(output.toString('utf8')).slice(0, longestMessage);
  const missing = exit.code === 127 ? notFound.exec(lastLine)?.[1] : undefined;
  if (missing !== undefined) return `command not found: ${missing}`;
  return [describeExit(exit), lastLine].filter(Boolean).join(': ');
}
