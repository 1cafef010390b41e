import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The engine of the current docker context, as `docker context use` or DOCKER_CONTEXT set it; undefined for the default one,
 * and where the files of the docker command line say nothing that can be read. With it the folder of its certificates; undefined
 * where it has none.
 */
export function dockerContextHost(
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
