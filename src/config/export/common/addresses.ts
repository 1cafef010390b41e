import type { ProcessConfig } from '../../schema/process-config.js';

/** The hosts by which a process reaches another one of the same machine. */
export const ownHosts = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0'];
const address = /(?<![\w.-])(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0):(\d{1,5})(?!\d)/g;

/** The ports that a process listens on, as far as its configuration says. */
export function listenedPorts({ ports, probes }: ProcessConfig): readonly number[] {
  const asked = probes.flatMap((probe) => {
    if (probe.kind === 'tcp') return ownHosts.includes(probe.host) ? [probe.port] : [];
    if (probe.kind !== 'http' || !URL.canParse(probe.url)) return [];
    const { hostname, port, protocol } = new URL(probe.url);
    return ownHosts.includes(hostname) ? [port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)] : [];
  });
  return [...new Set([...ports, ...asked])];
}

/** Says where the processes of a project find each other once each has a host of its own. */
export class Addresses {
  readonly #owners = new Map<number, string>();
  readonly #names: ReadonlyMap<string, string>;

  /** @param names the host of each process that is exported */
  constructor(processes: readonly ProcessConfig[], names: ReadonlyMap<string, string>) {
    this.#names = names;
    const doubtful = new Set<number>();
    for (const process of processes) {
      for (const port of listenedPorts(process)) {
        if (this.#owners.has(port)) doubtful.add(port);
        this.#owners.set(port, process.name);
      }
    }
    for (const port of doubtful) this.#owners.delete(port);
  }

  /**
   * A text of a process in which `localhost:PORT` is the host of the one that listens there.
   * @param changed notified of each address that became another one
   */
  in(text: string, process: string, changed: (from: string, to: string) => void): string {
    return text.replace(address, (found, _host, port: string) => {
      const owner = this.#owners.get(Number(port));
      const name = owner === undefined || owner === process ? undefined : this.#names.get(owner);
      if (name === undefined) return found;
      changed(found, `${name}:${port}`);
      return `${name}:${port}`;
    });
  }
}
