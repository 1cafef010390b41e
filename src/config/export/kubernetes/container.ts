import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { listenedPorts } from '../common/addresses.js';
import type { ImageProcess } from '../common/in-image.js';
import { variablesIn } from '../common/references.js';
import { probesOf } from './probes.js';
import { isVariableName, kubeText } from './words.js';

type Note = (key: string, instead: string) => void;

/** The environment of a process, as its container has it. */
export interface ContainerEnvironment {
  /** What is in a ConfigMap. */
  readonly configured: Readonly<Record<string, string>>;
  readonly env: readonly IEnvVar[];
  /** The keys of its Secret. */
  readonly secret: readonly string[];
}

/** The name of the Secret of a process. */
export function secretName({ host }: ImageProcess): string {
  return `${host}-secret`;
}

/** Parts the environment of a process: what is plain, what is secret, and what refers to that. */
export function containerEnvironment(exported: ImageProcess, note: Note): ContainerEnvironment {
  const secret = [...new Set([...exported.secret, ...exported.referred])].filter(isVariableName);
  const plain = [...exported.plain].filter(([name]) => isVariableName(name));
  for (const name of [...exported.plain.keys(), ...exported.secret]) {
    if (!isVariableName(name)) note(`env ${name}`, 'not a valid variable name in Kubernetes');
  }
  const refers = ([, value]: readonly [string, string]): boolean => variablesIn(value).length > 0;
  return {
    configured: Object.fromEntries(plain.filter((entry) => !refers(entry))),
    env: [
      ...secret.map((name) => ({ name, valueFrom: { secretKeyRef: { name: secretName(exported), key: name } } })),
      ...plain.filter(refers).map(([name, value]) => ({ name, value: kubeText(value) })),
    ],
    secret,
  };
}

/** The container of a process that goes on. */
export function serviceContainer(exported: ImageProcess, environment: ContainerEnvironment, note: Note): IContainer {
  const { process } = exported;
  const ports = listenedPorts(process);
  const { command } = process.stop;
  return {
    ...runContainer(exported, environment),
    ...(ports.length === 0 ? {} : { ports: ports.map((containerPort) => ({ containerPort })) }),
    ...probesOf(exported, note),
    ...(command === null
      ? {}
      : { lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', `export WATCHDOG_PID=1\n${command}`] } } } }),
    ...(process.tty ? { tty: true, stdin: true } : {}),
  };
}

/** The container of a process that only ends. */
export function runContainer(exported: ImageProcess, { configured, env }: ContainerEnvironment): IContainer {
  const { host, image, entrypoint, args } = exported;
  const { memory } = exported.process.policy;
  return {
    name: host,
    image,
    command: entrypoint.map(kubeText),
    ...(args.length === 0 ? {} : { args: args.map(kubeText) }),
    ...(Object.keys(configured).length === 0 ? {} : { envFrom: [{ configMapRef: { name: host } }] }),
    ...(env.length === 0 ? {} : { env: [...env] }),
    ...(memory === null ? {} : { resources: { limits: { memory: quantity(memory.maxBytes) } } }),
  };
}

/** Bytes as Kubernetes writes them. */
function quantity(bytes: number): string {
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20}Mi`;
  return bytes % 1e6 === 0 ? `${bytes / 1e6}M` : String(bytes);
}
