import { readFileSync, statSync } from 'node:fs';
import { isMap } from '../schema/merge-defaults.js';

/** The first and the last port that `port: auto` takes. */
export const firstAutoPort = 20_000;
export const lastAutoPort = 29_999;

/** The file that has the ports, in the folder for the state of a run. */
export const keptPortsFile = 'ports.json';

/** A file of more bytes was not written by a watchdog. */
const mostBytes = 2_000_000;

/** The ports that were chosen for processes: by the name of the process, then by that of the variable. */
export type KeptPorts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * The ports that were chosen before; none where the file is not there or is not what a watchdog writes.
 * @param file its path
 */
export function readKeptPorts(file: string): KeptPorts {
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= mostBytes ? keptPortsOf(JSON.parse(readFileSync(file, 'utf8'))) : new Map();
  } catch {
    return new Map(); // Then they are chosen by folder and name.
  }
}

/** The text of the file in which the chosen ports are kept. */
export function keptPortsText(kept: KeptPorts): string {
  const plain = Object.fromEntries([...kept].map(([name, ports]) => [name, Object.fromEntries(ports)]));
  return `${JSON.stringify(plain, undefined, 2)}\n`;
}

function keptPortsOf(value: unknown): KeptPorts {
  if (!isMap(value)) return new Map();
  return new Map(
    Object.entries(value).map(([name, ports]) => {
      const entries = Object.entries(isMap(ports) ? ports : {});
      return [name, new Map(entries.filter((entry): entry is [string, number] => isAutoPort(entry[1])))];
    }),
  );
}

function isAutoPort(port: unknown): boolean {
  return typeof port === 'number' && Number.isInteger(port) && port >= firstAutoPort && port <= lastAutoPort;
}
