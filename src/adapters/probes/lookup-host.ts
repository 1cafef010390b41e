import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Answered = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** Looks up all addresses of a host, as the system does. */
type LookUpAll = (host: string, options: LookupAllOptions, answered: Answered) => void;

/** One that is under way, and who waits for it. */
interface Pending {
  readonly begin: () => void;
  readonly answered: Answered[];
}

/**
 * Lookups of hosts by the system, a few at a time and one for each host. A lookup takes one of the few threads that files need too, and
 * where no server of names answers it holds it long after the check that asked has given up.
 */
export class Lookups {
  readonly #lookUp: LookUpAll;
  readonly #mostAtOnce: number;
  readonly #pending = new Map<string, Pending>();
  readonly #waiting: Pending[] = [];
  #running = 0;

  constructor(lookUp: LookUpAll, mostAtOnce: number) {
    this.#lookUp = lookUp;
    this.#mostAtOnce = mostAtOnce;
  }

  /** Looks a host up, or waits with those who did before. */
  ask(host: string, options: LookupAllOptions, answered: Answered): void {
    const key = JSON.stringify([host, options]);
    const pending = this.#pending.get(key);
    if (pending !== undefined) {
      pending.answered.push(answered);
      return;
    }
    const asked: Pending = { begin: () => this.#begin(key, host, options), answered: [answered] };
    this.#pending.set(key, asked);
    if (this.#running < this.#mostAtOnce) asked.begin();
    else this.#waiting.push(asked);
  }

  #begin(key: string, host: string, options: LookupAllOptions): void {
    this.#running += 1;
    this.#lookUp(host, options, (error, addresses) => {
      this.#running -= 1;
      const { answered } = this.#pending.get(key)!;
      this.#pending.delete(key);
      this.#waiting.shift()?.begin();
      for (const each of answered) each(error, addresses);
    });
  }
}

/** Of the four threads that Node has for lookups and files, half. */
const lookups = new Lookups((host, options, answered) => lookup(host, options, answered), 2);

/**
 * Looks a host up, but for localhost, which is this machine by both families, whatever its table of hosts says.
 * Source: RFC 6761, 6.3: names of localhost are always those of the loopback addresses.
 */
export const lookupHost: LookupFunction = (host, options, callback) => {
  if (options.all !== true) {
    lookup(host, options, callback);
    return;
  }
  if (!/^(.+\.)?localhost$/i.test(host)) {
    lookups.ask(host, options as LookupAllOptions, callback);
    return;
  }
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  process.nextTick(() => callback(null, addresses));
};
