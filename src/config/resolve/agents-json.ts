import { readFileSync } from 'node:fs';
import { plainLine } from '../../policy/words/plain-text.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';

/** One container of an agents.json. */
export interface AgentRecord {
  readonly containerName: string;
  readonly agentName: string | null;
  /** Where it is reached from this machine; null where that is not said. */
  readonly address: { readonly host: string; readonly port: number } | null;
  /** The record as it is, with all that we do not know. */
  readonly fields: RawMap;
}

/** What such a file says, or why it says nothing. */
export type AgentList = { readonly agents: readonly AgentRecord[] } | { readonly fault: string };

/** Reads a file. Never throws. */
export function readAgentsJson(path: string): AgentList {
  try {
    return parseAgentsJson(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { fault: code === 'ENOENT' ? 'it is not there' : message };
  }
}

/**
 * Reads both shapes that exist: a list under `agents`, and a map of container names, in which keys beginning with `_` and records
 * of another type than "agent" are not containers. What is not a record is passed over. Never throws.
 */
export function parseAgentsJson(text: string): AgentList {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: text.trim() === '' ? 'it is empty' : 'it is not JSON' };
  }
  if (!isMap(value)) return { fault: 'it holds no map' };
  const agents = Array.isArray(value.agents) ? value.agents.flatMap(listed) : Object.entries(value).flatMap(keyed);
  // One container is one row, however often it is named.
  return { agents: [...new Map(agents.map((agent) => [agent.containerName, agent])).values()] };
}

function listed(record: unknown): readonly AgentRecord[] {
  if (!isMap(record)) return [];
  const containerName = text(record.containerName) ?? text(record.name);
  if (containerName === null) return [];
  const address = addressOf(record) ?? firstPort(record);
  return [{ containerName, agentName: text(record.name), address, fields: record }];
}

function keyed([key, record]: [string, unknown]): readonly AgentRecord[] {
  const containerName = plainLine(key);
  if (containerName === '' || containerName.startsWith('_') || !isMap(record)) return [];
  if (record.type !== undefined && record.type !== 'agent') return [];
  const agentName = text(record.agentName) ?? text(record.name);
  return [{ containerName, agentName, address: firstPort(record) ?? addressOf(record), fields: record }];
}

function firstPort({ config }: RawMap): AgentRecord['address'] {
  const ports = isMap(config) && Array.isArray(config.ports) ? config.ports : [];
  for (const port of ports) {
    const address = isMap(port) ? addressOf(port) : null;
    if (address !== null) return address;
  }
  return null;
}

function addressOf({ hostPort, hostIp }: RawMap): AgentRecord['address'] {
  const port = typeof hostPort === 'string' && /^\d+$/.test(hostPort) ? Number(hostPort) : hostPort;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  const host = text(hostIp) ?? '';
  return { host: /^(0\.0\.0\.0|::|)$/.test(host) ? 'localhost' : host, port };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? plainLine(value) : null;
}
