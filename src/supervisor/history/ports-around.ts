import type { ProbeConfig, ProcessConfig } from '../../config/schema/process-config.js';
import type { DiagnosisInput } from '../../policy/diagnosis/diagnose.js';

/** The folder and the ports of a process, and whose the other ports in the project are, as far as its configuration says. */
export function portsAround(name: string, configs: readonly ProcessConfig[]): Omit<DiagnosisInput, 'exit' | 'lines'> {
  const own = configs.find((config) => config.name === name);
  const others = configs.filter((config) => config.name !== name);
  return {
    ...(own === undefined ? {} : { cwd: own.cwd }),
    ports: own === undefined ? [] : portsOf(own),
    neighbours: new Map(others.flatMap((config) => portsOf(config).map((port) => [port, config.name] as const))),
  };
}

function portsOf({ ports, probes }: ProcessConfig): readonly number[] {
  return [...new Set([...ports, ...probes.flatMap(portOf)])];
}

function portOf(probe: ProbeConfig): readonly number[] {
  if (probe.kind === 'tcp') return [probe.port];
  if (probe.kind !== 'http' || !URL.canParse(probe.url)) return [];
  const { port, protocol } = new URL(probe.url);
  return [port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)];
}
