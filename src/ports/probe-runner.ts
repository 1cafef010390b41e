/** An HTTP request that must be answered as it says. Redirects are not followed. */
export interface HttpProbe {
  readonly kind: 'http';
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Inclusive ranges of accepted statuses. */
  readonly status: readonly (readonly [number, number])[];
  /** What the body must contain; null for anything. */
  readonly contains: string | null;
  /** A regular expression that the body must match; null for none. */
  readonly matches: string | null;
  /** True to take any certificate, a self-signed, expired or foreign one too. */
  readonly insecure: boolean;
  /** A file with the certificates, in PEM, that sign the server's; absolute. Null for those that Node trusts. */
  readonly ca: string | null;
}

/** A TCP port that must take a connection. */
export interface TcpProbe {
  readonly kind: 'tcp';
  /** A name or an address; a name with several addresses is tried at each. */
  readonly host: string;
  readonly port: number;
}

/** A command that must end with exit code 0; it runs in the shell with the process's environment and folder. */
export interface ExecProbe {
  readonly kind: 'exec';
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Something that can be asked whether a process is well. */
export type Probe = HttpProbe | TcpProbe | ExecProbe;

/** The answer of one check. */
export interface ProbeResult {
  readonly ok: boolean;
  /** What was found, in words: "HTTP 503", "exit code 1", "connection refused". */
  readonly message: string;
  /** The status of an HTTP answer; left out where none came. */
  readonly httpStatus?: number;
  /** True where nothing was asked, for want of something that the check itself needs: that says nothing about what is checked. */
  readonly unasked?: boolean;
}

/** Runs health checks, one at a time. */
export interface ProbeRunner {
  /** Runs one check. Never rejects. When `signal` aborts, the check ends soon and so does all that it started. */
  run(probe: Probe, signal: AbortSignal): Promise<ProbeResult>;
}
