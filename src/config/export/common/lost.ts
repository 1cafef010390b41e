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
  if (process.cwd !== folder) note('cwd', 'the working directory of the image applies');
  for (const name of unmet) {
    const isElsewhere = isContainerName(name) || isServiceName(name);
    const instead = isElsewhere ? 'neither started nor waited for' : 'it is not exported';
    note(`dependsOn ${name}`, instead);
  }
  for (const name of unset) note(`env ${name}: null`, 'stays as in the image');
  for (const key of hidden) note(key, 'secret; left out of the check');
  if (policy.daemon) note('daemon', 'a container ends with its first process; run the program in the foreground');
  if (stop.keys !== null) note('stop.keys', `it is stopped with ${policy.stop.signal}`);
  if (stop.scope === 'group') note('stop.scope', 'everything in its container is stopped');
  if (policy.fatalExitCodes.length > 0) note('fatalExitCodes', 'such an exit is restarted like any other');
  if (isUnusual(process, (each) => each.policy.successExitCodes)) note('successExitCodes', 'only 0 is a success');
  if (isUnusual(process, (each) => each.policy.circuit)) note('circuit', 'restarts never stop');
  if (process.watch !== null) note('watch', 'file changes do not restart it');
  if (Object.keys(process.hooks).length > 0) note('hooks', 'hooks are not run');
  if (policy.memory !== null && policy.memory.forMs > 0)
    note('memory.for', 'the limit applies at once, and kills it with SIGKILL');
  if (process.group !== null) note('group', 'there are no groups');
}
