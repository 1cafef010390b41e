import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * Looks a host up, but for localhost, which is this machine by both families, whatever its table of hosts says.
 * Source: RFC 6761, 6.3: names of localhost are always those of the loopback addresses.
 */
export const lookupHost: LookupFunction = (host, options, callback) => {
  if (!/^(.+\.)?localhost$/i.test(host) || options.all !== true) {
    lookup(host, options, callback);
    return;
  }
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  process.nextTick(() => callback(null, addresses));
};
