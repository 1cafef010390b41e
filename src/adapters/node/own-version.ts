import { createRequire } from 'node:module';

/** The version of this program. */
export function ownVersion(): string {
  // By the package's own name, which finds it from the sources as from what is built of them.
  return (createRequire(import.meta.url)('watchdog-tui/package.json') as { version: string }).version;
}
