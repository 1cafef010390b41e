import { descriptorLimit, descriptorReserve } from '../../adapters/node/descriptors.js';
import { userProcesses } from '../../adapters/node/user-processes.js';
import { descriptorsOf } from '../../adapters/spawn/descriptor-guard.js';
import type { ProcessConfig } from '../../config/schema/process-config.js';

/**
 * Says of what there is too little for all processes to run at once; nothing where there is enough.
 * @param configs of those that are to run
 * @param open descriptors of the watchdog before the first of them started
 */
export function sayTooLittle(configs: readonly ProcessConfig[], open: number): readonly string[] {
  return [sayDescriptors(configs, open), sayProcesses(configs.length)].filter((text) => text !== undefined);
}

function sayDescriptors(configs: readonly ProcessConfig[], open: number): string | undefined {
  const [limit, reserve] = [descriptorLimit(), descriptorReserve()];
  const each = configs.map(({ tty, stdin }) => descriptorsOf({ isTty: tty, stdin }));
  const needed = open + reserve + each.reduce((sum, count) => sum + count, 0);
  if (needed <= limit) return undefined;
  let room = limit - reserve - open;
  let fitting = 0;
  for (const count of each) {
    room -= count;
    if (room >= 0) fitting += 1;
  }
  return `${configs.length} processes need ${needed} file descriptors and the hard limit is ${limit}, so about ${fitting} of them can run at once; raise it (ulimit -Hn, limits.conf, LimitNOFILE=) or start fewer`;
}

function sayProcesses(count: number): string | undefined {
  const user = userProcesses();
  // Each process starts at least itself, by a shell that may stay.
  if (user === undefined || user.taken + count <= user.limit) return undefined;
  return `this user may have ${user.limit} processes and threads and has ${user.taken}, so not all ${count} processes can run; raise the limit (ulimit -u) or start fewer`;
}
