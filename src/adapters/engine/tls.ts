import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** With what an engine is asked over TLS. Without `ca` it has to be known to an authority of the system. */
export interface EngineTls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** The folder of certificates that the environment names, as the docker command takes it; undefined where it wants no TLS. */
export function tlsFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string | undefined {
  if ((environment.DOCKER_TLS_VERIFY ?? '') === '') return undefined;
  return environment.DOCKER_CERT_PATH || environment.DOCKER_CONFIG || join(home, '.docker');
}

/**
 * Reads ca.pem, by which the engine is known, and cert.pem with key.pem, by which we are; without both of these nobody is asked for them.
 * @throws Error with a plain sentence where one of them cannot be read
 */
export function readTls(folder: string): EngineTls {
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
