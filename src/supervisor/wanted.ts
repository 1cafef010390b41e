import type { ProcessConfig } from '../config/schema/process-config.js';

/**
 * The names of those that run without anybody's doing, in the order of the configurations: the roots and all that they need.
 * @param roots undefined for those with autoStart that no profile keeps out
 */
export function wantedNames(configs: readonly ProcessConfig[], roots: ReadonlySet<string> | undefined): readonly string[] {
  const byName = new Map(configs.map((config) => [config.name, config]));
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const config = byName.get(name);
    if (config === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const needed of config.dependsOn) want(needed.name);
  };
  for (const config of configs) if (roots?.has(config.name) ?? startsItself(config)) want(config.name);
  return configs.map(({ name }) => name).filter((name) => wanted.has(name));
}

/** Whether a process runs without anybody's doing. */
export function startsItself({ autoStart, active }: ProcessConfig): boolean {
  return autoStart && active;
}

/** What a process needs, directly or not, without itself. */
export function neededNames(name: string, dependencyNames: (name: string) => readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const visit = (each: string): void => {
    for (const needed of dependencyNames(each)) {
      if (seen.has(needed) || needed === name) continue;
      seen.add(needed);
      visit(needed);
    }
  };
  visit(name);
  return [...seen];
}
