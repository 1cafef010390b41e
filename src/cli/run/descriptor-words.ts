import { descriptorLimit, descriptorReserve } from '../../adapters/node/descriptors.js';
import { descriptorsOf } from '../../adapters/spawn/descriptor-guard.js';
import type { ProcessConfig } from '../../config/schema/process-config.js';

/**
 * Says that not all processes can run at once for want of file descriptors; undefined where they can.
 * @param configs of those that are to run
 * @param open descriptors of the watchdog before the first of them started
 */
export function sayDescriptors(configs: readonly ProcessConfig[], open: number): string | undefined {
  const [limit, reserve] = [descriptorLimit(), descriptorReserve()];
  const each = configs.map(({ tty, stdin }) => descriptorsOf({ isTty: tty, stdin }));
  const needed = open + reserve + each.reduce((sum, count) => sum + count, 0);
  if (needed <= limit) return undefined;
  const room = Math.max(0, limit - reserve - open);
  const fitting = each.filter((_count, index) => each.slice(0, index + 1).reduce((sum, count) => sum + count, 0) <= room).length;
  return `${configs.length} processes need ${needed} file descriptors and the hard limit is ${limit}, so about ${fitting} of them can run at once; raise it (ulimit -Hn, limits.conf, LimitNOFILE=) or start fewer`;
}
