import type { ProcessConfig } from '../../schema/process-config.js';

/** What a process is to an engine: what goes on, or what is run once. */
export type Role = 'service' | 'one-shot';

/** The roles of all processes by their names: one whose end another one waits for runs once, and so does what only ends. */
export function rolesOf(processes: readonly ProcessConfig[]): ReadonlyMap<string, Role> {
  const awaited = new Set(
    processes.flatMap(({ dependsOn }) =>
      dependsOn.flatMap(({ name, condition }) => (condition === 'completed' || condition === 'ended' ? [name] : [])),
    ),
  );
  return new Map(
    processes.map((process) => {
      const endsByItself = process.policy.restart !== 'always' && process.probes.length === 0 && process.ports.length === 0;
      return [process.name, awaited.has(process.name) || endsByItself ? 'one-shot' : 'service'];
    }),
  );
}

/** The processes whose health another one waits for. */
export function awaitedHealthy(processes: readonly ProcessConfig[]): ReadonlySet<string> {
  return new Set(
    processes.flatMap(({ dependsOn }) => dependsOn.flatMap(({ name, condition }) => (condition === 'healthy' ? [name] : []))),
  );
}

/** Whether it starts together with the project. */
export function startsByItself({ active, autoStart }: ProcessConfig): boolean {
  return active && autoStart;
}
