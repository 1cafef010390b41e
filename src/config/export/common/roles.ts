import type { ProcessConfig } from '../../schema/process-config.js';

/** What a process is to an engine: what goes on, what is run once, or what is run again and again by a schedule. */
export type Role = 'service' | 'one-shot' | 'scheduled';

/** The roles of all processes by their names: one whose end another one waits for runs once, and so does what only ends. */
export function rolesOf(processes: readonly ProcessConfig[]): ReadonlyMap<string, Role> {
  const awaited = new Set(
    processes.flatMap(({ dependsOn }) =>
      dependsOn.flatMap(({ name, condition }) => (condition === 'completed' || condition === 'ended' ? [name] : [])),
    ),
  );
  return new Map(
    processes.map((process) => {
      if (process.schedule !== null) return [process.name, 'scheduled'];
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

/** The processes that start together with the project: by themselves, or since one of those needs them. */
export function startedWithProject(processes: readonly ProcessConfig[]): ReadonlySet<string> {
  const byName = new Map(processes.map((process) => [process.name, process]));
  const started = new Set<string>();
  const start = ({ name, dependsOn }: ProcessConfig): void => {
    if (started.has(name)) return;
    started.add(name);
    for (const dependency of dependsOn) {
      const other = byName.get(dependency.name);
      if (other !== undefined) start(other);
    }
  };
  for (const process of processes) if (startsByItself(process)) start(process);
  return started;
}
