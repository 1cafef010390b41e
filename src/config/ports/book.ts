import { createHash } from 'node:crypto';
import { firstAutoPort, type KeptPorts, lastAutoPort } from './kept.js';

/** Ports that `port: auto` may take. */
const count = lastAutoPort - firstAutoPort + 1;

/** One port that a process wants to be chosen. */
export interface PortRequest {
  /** The name of the process. */
  readonly name: string;
  /** The variable in which it gets the port. */
  readonly variable: string;
  /** Whether it is the first one of the process. */
  readonly isFirst: boolean;
}

/** What is known before ports are chosen. */
export interface PortBookParts {
  /** The real path of the project's folder. */
  readonly folder: string;
  /** What was chosen before. */
  readonly kept: KeptPorts;
  /** Ports that the configuration gives as numbers. */
  readonly fixed: Iterable<number>;
}

/**
 * Chooses ports: what a process was given before, else one by the folder and its name, the next one where that is taken in this
 * project. The same requests get the same ports; undefined for one that is left without.
 */
export function choosePorts(
  requests: readonly PortRequest[],
  { folder, kept, fixed }: PortBookParts,
): readonly (number | undefined)[] {
  const taken = new Set(fixed);
  const before = requests.map(({ name, variable }) => {
    const port = kept.get(name)?.get(variable);
    if (port === undefined || taken.has(port)) return undefined;
    taken.add(port);
    return port;
  });
  // A process that is not there now, as on another branch, finds its port again as long as there are others.
  const reserved = new Set([...kept.values()].flatMap((ports) => [...ports.values()]));
  return requests.map((wish, index) => {
    const port = before[index] ?? freeFrom(wantedPort(folder, wish), taken, reserved);
    if (port !== undefined) taken.add(port);
    return port;
  });
}

/** The port after one, from the last round to the first. */
export function nextPort(port: number): number {
  return port >= lastAutoPort || port < firstAutoPort ? firstAutoPort : port + 1;
}

function wantedPort(folder: string, { name, variable, isFirst }: PortRequest): number {
  const text = [folder, name, ...(isFirst ? [] : [variable])].join('\0');
  return firstAutoPort + (createHash('sha256').update(text).digest().readUInt32BE() % count);
}

function freeFrom(start: number, taken: ReadonlySet<number>, reserved: ReadonlySet<number>): number | undefined {
  let fallback: number | undefined;
  for (let port = start, tries = 0; tries < count; port = nextPort(port), tries += 1) {
    if (taken.has(port)) continue;
    if (!reserved.has(port)) return port;
    fallback ??= port;
  }
  return fallback;
}
