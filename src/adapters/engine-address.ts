import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dockerContextHost } from './docker-context.js';

/** Where an engine listens, or why none can be asked. */
export type EngineAddress =
  | { readonly name: string; readonly socketPath: string }
  | { readonly name: string; readonly host: string; readonly port: number }
  | { readonly fault: string };

/** What the search looks at. */
export interface EngineSearch {
  /** The socket that the configuration names, a path or an address; null for none. */
  readonly socket: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds the engine: from the configuration, DOCKER_HOST, the current docker context, then the usual places of Docker and
 * Podman. What a person has named is taken, or found fault with; never passed over for another one.
 */
export function findEngine({ socket, environment }: EngineSearch): EngineAddress {
  if (socket !== null) return parseEngineAddress(socket, 'containers.socket');
  const named = environment.DOCKER_HOST || undefined;
  if (named !== undefined) return parseEngineAddress(named, 'DOCKER_HOST');
  const home = environment.HOME || homedir();
  const context = dockerContextHost(environment, home);
  if (context !== undefined) return parseEngineAddress(context.host, `docker context ${context.name}`);
  const places = usualPlaces(environment.XDG_RUNTIME_DIR, home);
  const socketPath = places.find(isSocket);
  return socketPath === undefined
    ? { fault: 'no container engine found: no socket of Docker or Podman is in the usual places' }
    : { name: socketPath, socketPath };
}

/** Reads an address as DOCKER_HOST has it: a path, `unix://`, `tcp://` or `http://`. */
export function parseEngineAddress(written: string, from: string): EngineAddress {
  const path = written.startsWith('/') ? written : /^unix:\/\/(\/.*)$/.exec(written)?.[1];
  if (path !== undefined) return { name: path, socketPath: path };
  const [, host, port] = /^(?:tcp|http):\/\/(\[[^\]]+\]|[^:/]+):(\d{1,5})\/?$/.exec(written) ?? [];
  if (host !== undefined && port !== undefined) {
    return { name: `${host}:${port}`, host: host.replace(/^\[(.+)\]$/, '$1'), port: Number(port) };
  }
  return { fault: `the container engine at ${written} (${from}) cannot be asked: only unix:// and tcp:// without TLS can` };
}

function usualPlaces(runtime: string | undefined, home: string): readonly string[] {
  const ofUser = runtime === undefined || runtime === '' ? [] : [runtime];
  return [
    '/var/run/docker.sock',
    ...ofUser.map((folder) => join(folder, 'docker.sock')),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    ...ofUser.map((folder) => join(folder, 'podman/podman.sock')),
    '/run/podman/podman.sock',
    join(home, '.local/share/containers/podman/machine/podman.sock'),
  ];
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    return false; // Not there, or not ours to see.
  }
}
