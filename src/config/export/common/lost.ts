import { isContainerName, isServiceName } from '../../../policy/container/name.js';
import type { NoCounterpart } from './exported.js';
import type { ImageProcess } from './in-image.js';
import { isUnusual } from './usual.js';

/** Notes what a process says and one engine or several have no counterpart for. */
export class Lost {
  readonly all: NoCounterpart[] = [];
  readonly #process: string;

  constructor(process: string) {
    this.#process = process;
  }

  /** @param where the engine for people */
  note(where: string, key: string, instead: string): void {
    this.all.push({ process: this.#process, where, key, instead });
  }
}

/** Notes what no engine of containers has a counterpart for. */
export function noteForImages(
  { process, lost: unmet, unset, hidden }: ImageProcess,
  note: (key: string, instead: string) => void,
  folder: string,
): void {
  const { policy, stop } = process;
  if (process.cwd !== folder) note('cwd', "the image's own working directory counts");
  for (const name of unmet) {
    const isElsewhere = isContainerName(name) || isServiceName(name);
    const instead = isElsewhere ? 'it is not started and not waited for' : 'it is not exported';
    note(`dependsOn ${name}`, instead);
  }
  for (const name of unset) note(`env ${name}: null`, 'it stays as the image has it');
  for (const key of hidden) note(key, 'it is secret, and left out of the check');
  if (policy.daemon) note('daemon', 'a container ends with its first process; run the program in the foreground');
  if (stop.keys !== null) note('stop.keys', `it is stopped with ${policy.stop.signal}`);
  if (stop.scope === 'group') note('stop.scope', 'all that runs in its container is stopped');
  if (policy.fatalExitCodes.length > 0) note('fatalExitCodes', 'an exit with such a code is restarted as any other');
  if (isUnusual(process, (each) => each.policy.successExitCodes)) note('successExitCodes', '0 alone is a success');
  if (isUnusual(process, (each) => each.policy.circuit)) note('circuit', 'nothing stops the restarts');
  if (process.watch !== null) note('watch', 'no change of a file restarts it');
  if (isUnusual(process, (each) => each.logs)) note('logs', 'the engine keeps its output');
  if (Object.keys(process.hooks).length > 0) note('hooks', 'no hook is run');
  if (policy.memory !== null && policy.memory.forMs > 0) note('memory.for', 'the limit holds at once, and ends it by SIGKILL');
  if (process.group !== null) note('group', 'it is in no group');
}
