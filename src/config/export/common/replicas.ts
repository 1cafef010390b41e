import type { Configuration, ProcessConfig } from '../../schema/process-config.js';

/** A process of the file with the number of its replicas; null where it has none. */
export interface ReplicatedProcess {
  readonly process: ProcessConfig;
  readonly replicas: number | null;
}

/** The processes by their names in the file, for engines that multiply them by themselves. Each is as its first replica is. */
export function asInFile({ processes }: Pick<Configuration, 'processes'>): readonly ReplicatedProcess[] {
  const headings = new Map(processes.flatMap(({ name, replica }) => (replica === null ? [] : [[name, replica.of] as const])));
  const counts = new Map<string, number>();
  for (const heading of headings.values()) counts.set(heading, (counts.get(heading) ?? 0) + 1);
  return processes.flatMap((process): readonly ReplicatedProcess[] => {
    const { replica } = process;
    if (replica !== null && replica.number !== 1) return [];
    const dependsOn = new Map(
      process.dependsOn.map((edge) => {
        const name = headings.get(edge.name) ?? edge.name;
        return [name, { ...edge, name }] as const;
      }),
    );
    const named = { ...process, dependsOn: [...dependsOn.values()] };
    if (replica === null) return [{ process: named, replicas: null }];
    const { WATCHDOG_REPLICA: _, ...env } = process.env;
    const group = process.group === replica.of ? null : process.group;
    return [{ process: { ...named, name: replica.of, env, group }, replicas: counts.get(replica.of)! }];
  });
}
