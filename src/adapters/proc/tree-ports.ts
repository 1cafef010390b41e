import { runLsof } from './lsof.js';
import { listeningSockets, socketsOf } from './port-holders.js';
import { hasProc } from './table.js';

/** The TCP ports that these processes listen on, ascending, by pid; where the system does not tell, none. */
export async function findListeningPorts(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  if (pids.length === 0) return new Map();
  const portOf = hasProc ? listeningSockets() : undefined;
  const listeners = portOf === undefined ? await runLsof({ pids }) : [];
  return new Map(
    pids.map((pid) => {
      const ports =
        portOf === undefined
          ? listeners.flatMap((each) => (each.pid === pid ? each.port : []))
          : [...socketsOf(pid)].flatMap((inode) => portOf.get(inode) ?? []);
      return [pid, [...new Set(ports)].sort((one, other) => one - other)];
    }),
  );
}
