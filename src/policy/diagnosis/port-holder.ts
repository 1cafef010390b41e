/** Who listens on a port, as far as the system shows it. */
export interface PortHolder {
  readonly pid: number | null;
  readonly program: string | null;
  /** The process of this project that it belongs to; null where it is none of them. */
  readonly owner: string | null;
}

/** Says who holds a port: "port 3000 is held by node (4242)", "port 3000 is held by web (node 4242)". */
export function sayPortHolder(port: number, { pid, program, owner }: PortHolder): string {
  if (pid === null) return `port ${port} is held by a process that cannot be seen from here`;
  return `port ${port} is held by ${owner === null ? `${program} (${pid})` : `${owner} (${program} ${pid})`}`;
}
