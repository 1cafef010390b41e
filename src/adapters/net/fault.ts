const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host name cannot be looked up now',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'host cannot be reached',
  HPE_HEADER_OVERFLOW: 'answer with too many headers',
};

/** Says in plain words why a connection failed. */
export function sayNetworkFault(error: NodeJS.ErrnoException): string {
  // A host with several addresses fails with one error for each; they are nearly always alike.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
  return plainWords[first.code ?? ''] ?? first.message;
}
