import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** With what an engine is asked over TLS. Without `ca` it has to be known to an authority of the system. */
interface EngineTls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** The folder of certificates that the environment names, as the docker command takes it; undefined where it wants no TLS. */
function tlsFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string | undefined {
  if ((environment.DOCKER_TLS_VERIFY ?? '') === '') return undefined;
  return environment.DOCKER_CERT_PATH || environment.DOCKER_CONFIG || join(home, '.docker');
}

/**
 * Reads ca.pem, by which the engine is known, and cert.pem with key.pem, by which we are; without both of these nobody is asked for them.
 * @throws Error with a plain sentence where one of them cannot be read
 */
function readTls(folder: string): EngineTls {
  const read = (name: string): Buffer => {
    try {
      return readFileSync(join(folder, name));
    } catch (error) {
      throw new Error(`${join(folder, name)} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  };
  const ca = read('ca.pem');
  const isKnown = ['cert.pem', 'key.pem'].some((name) => existsSync(join(folder, name)));
  return isKnown ? { ca, cert: read('cert.pem'), key: read('key.pem') } : { ca };
}

/** Where an engine listens, or why none can be asked. */
export type EngineAddress =
  | { readonly name: string; readonly socketPath: string }
  | { readonly name: string; readonly host: string; readonly port: number; readonly tls?: EngineTls }
  | { readonly fault: string };

/** What the search for an engine reads. */
export interface EngineSearch {
  /** The socket that the configuration names, a path or an address; null for none. */
  readonly socket: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds the engine: from the configuration, DOCKER_HOST, the current docker context, then the usual places of Docker and
 * Podman. What the user has named is taken, or found fault with; never passed over for another one.
 */
export function findEngine({ socket, environment }: EngineSearch): EngineAddress {
  const home = environment.HOME || homedir();
  const certificates = tlsFolder(environment, home);
  if (socket !== null) return parseEngineAddress(socket, 'containers.socket', certificates);
  const named = environment.DOCKER_HOST || undefined;
  if (named !== undefined) return parseEngineAddress(named, 'DOCKER_HOST', certificates);
  const context = dockerContextHost(environment, home);
  if (context !== undefined) return parseEngineAddress(context.host, `docker context ${context.name}`, context.certificates);
  const places = usualPlaces(environment.XDG_RUNTIME_DIR, home);
  const socketPath = places.find(isSocket);
  return socketPath === undefined
    ? { fault: 'no container engine found: no socket of Docker or Podman is in the usual places' }
    : { name: socketPath, socketPath };
}

/**
 * Reads an address as DOCKER_HOST has it: a path, `unix://`, `tcp://`, `http://` or `https://`.
 * @param certificates the folder with which `tcp://` means TLS; undefined where it does not
 */
export function parseEngineAddress(written: string, from: string, certificates?: string): EngineAddress {
  const path = written.startsWith('/') ? written : /^unix:\/\/(\/.*)$/.exec(written)?.[1];
  if (path !== undefined) return { name: path, socketPath: path };
  const fault = (why: string) => ({ fault: `the container engine at ${written} (${from}) cannot be asked: ${why}` });
  const [, scheme, host, port] = /^(tcp|https?):\/\/(\[[^\]]+\]|[^:/]+):(\d{1,5})\/?$/.exec(written) ?? [];
  if (host === undefined || port === undefined) return fault('only unix://, tcp:// and https:// with a port can');
  const address = { name: `${host}:${port}`, host: host.replace(/^\[(.+)\]$/, '$1'), port: Number(port) };
  const folder = scheme === 'http' ? undefined : certificates;
  if (folder === undefined) return scheme === 'https' ? { ...address, tls: {} } : address;
  try {
    return { ...address, tls: readTls(folder) };
  } catch (error) {
    return fault((error as Error).message);
  }
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

/**
 * The engine of the current docker context, as `docker context use` or DOCKER_CONTEXT set it; undefined for the default one,
 * and where the files of the docker command line say nothing that can be read. With it the folder of its certificates; undefined
 * where it has none.
 */
function dockerContextHost(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): { readonly name: string; readonly host: string; readonly certificates: string | undefined } | undefined {
  const folder = environment.DOCKER_CONFIG || join(home, '.docker');
  const name = environment.DOCKER_CONTEXT || textAt(readJson(join(folder, 'config.json')), 'currentContext');
  if (name === undefined || name === '' || name === 'default') return undefined;
  const hashed = createHash('sha256').update(name).digest('hex');
  const host = textAt(readJson(join(folder, 'contexts/meta', hashed, 'meta.json')), 'Endpoints', 'docker', 'Host');
  const certificates = join(folder, 'contexts/tls', hashed, 'docker');
  return host === undefined ? undefined : { name, host, certificates: existsSync(certificates) ? certificates : undefined };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // Not there, or being written.
  }
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = keys.reduce<unknown>((map, key) => (map as Record<string, unknown> | null | undefined)?.[key], value);
  return typeof found === 'string' ? found : undefined;
}
