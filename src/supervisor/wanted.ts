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

/**
 * The way from a process over its dependencies back to it, which it begins and ends.
 * @returns undefined where there is none
 */
export function circleThrough(name: string, dependencyNames: (name: string) => readonly string[]): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const left = [name];
  for (let last = left.pop(); last !== undefined; last = left.pop()) {
    for (const next of dependencyNames(last)) {
      if (next === name) {
        const way = [last];
        for (let at = last; at !== name; way.push(at)) at = cameFrom.get(at)!;
        return [...way.reverse(), name];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, last);
      left.push(next);
    }
  }
  return undefined;
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
