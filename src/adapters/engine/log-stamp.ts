/** No stamp of an engine is longer than this, in bytes, the space behind it included. */
export const longestStamp = 36;

const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(?:Z|[+-]\d\d:\d\d) /;

/**
 * Reads the time that engines write in front of what a container wrote, where they are asked for it. Returns it in
 * milliseconds since 1970, with its length in bytes; undefined where there is none.
 */
export function readStamp(bytes: Buffer): { readonly time: number; readonly length: number } | undefined {
  const [stamp, fraction] = written.exec(bytes.toString('latin1', 0, longestStamp)) ?? [];
  if (stamp === undefined) return undefined;
  // Podman says whole seconds: the end of the second, so that nothing seems to be older than it is.
  const time = Date.parse(stamp.trimEnd()) + (fraction === undefined ? 999 : 0);
  return Number.isNaN(time) ? undefined : { time, length: stamp.length };
}
