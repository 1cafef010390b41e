/**
 * Resolves when Ink's layout engine is compiled. In the built program nothing else waits for it (see .build/program.mjs); from the
 * sources, Ink's import did.
 */
export async function layoutEngine(): Promise<void> {
  await (globalThis as { [inBuilt]?: Promise<unknown> })[inBuilt];
}

const inBuilt = Symbol.for('watchdog.layout');
