const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  EACCES: 'permission denied',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host name cannot be looked up now',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'host cannot be reached',
  HPE_HEADER_OVERFLOW: 'answer with too many headers',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by an authority that is not known',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate is signed by an authority that is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by an authority that is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by an authority that is not known',
  CERT_SIGNATURE_FAILURE: 'the certificate is not signed by what ca names',
  ERR_OSSL_PEM_NO_START_LINE: 'the file of ca is not a certificate in PEM',
};

/** The first byte of a TLS record that answers what is no TLS: an alert, or a handshake. */
const tlsRecords = [0x15, 0x16];

/** Says that plain HTTP was sent to a port of TLS. */
export const wrongScheme = 'the port speaks TLS; write https://';

/** Says in plain words why a connection failed. */
export function sayNetworkFault(error: NodeJS.ErrnoException): string {
  // A host with several addresses fails with one error for each; they are nearly always alike.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
  const code = first.code ?? '';
  const known = plainWords[code];
  if (known !== undefined) return known;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return sayTlsFault(first.message);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return sayOtherName(first);
  if (code.startsWith('HPE_')) {
    const { rawPacket } = first as { readonly rawPacket?: Buffer };
    if (tlsRecords.includes(rawPacket?.[0] ?? 0)) return wrongScheme;
    return `the answer is not HTTP: ${first.message.replace(/^Parse Error: /, '')}`;
  }
  return first.message;
}

/** What OpenSSL says is in fields between colons, with the reason after the function. */
function sayTlsFault(message: string): string {
  const reason = /SSL routines:[^:]*:([^:\n]+)/.exec(message)?.[1] ?? message;
  if (/wrong version number|packet length too long/.test(reason)) return 'the port does not speak TLS; write http://';
  if (reason.endsWith('alert certificate required')) return 'the server wants a certificate of its client';
  return `TLS failed: ${reason}`;
}

function sayOtherName({ cert, host }: NodeJS.ErrnoException & { cert?: { subjectaltname?: string }; host?: string }): string {
  const names = cert?.subjectaltname?.replaceAll('DNS:', '').replaceAll('IP Address:', '') ?? '';
  return `the certificate is for ${names === '' ? 'another name' : names}, not ${host ?? 'this host'}`;
}
