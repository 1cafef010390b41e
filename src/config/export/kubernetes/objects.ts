import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IJobSpec } from 'kubernetes-models/batch/v1/JobSpec';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IService } from 'kubernetes-models/v1/Service';
import { listenedPorts } from '../common/addresses.js';
import type { ImageProcess } from '../common/in-image.js';
import { type ContainerEnvironment, runContainer, serviceContainer } from './container.js';
import { wholeSeconds } from './words.js';

type Note = (key: string, instead: string) => void;

/** What an object needs to know beside its process. */
export interface ObjectContext {
  /** The name of the project as a label. */
  readonly project: string;
  readonly environment: ContainerEnvironment;
  /** What must have ended before it starts, in this order. */
  readonly before: readonly IContainer[];
  readonly note: Note;
}

/** The environment of a process; undefined where it has none that may be read. */
export function configMap(exported: ImageProcess, { project, environment }: ObjectContext): IConfigMap | undefined {
  const data = environment.configured;
  if (Object.keys(data).length === 0) return undefined;
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(exported, project), data };
}

/** The name under which others reach a process; undefined where it listens on nothing that is known. */
export function service(exported: ImageProcess, { project }: ObjectContext): IService | undefined {
  const ports = listenedPorts(exported.process);
  if (ports.length === 0) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(exported, project),
    spec: { selector: labels(exported, project), ports: ports.map((port) => ({ name: `port-${port}`, port })) },
  };
}

/** A process that goes on. */
export function deployment(exported: ImageProcess, context: ObjectContext): IDeployment {
  const { project, environment, before, note } = context;
  const own = labels(exported, project);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(exported, project),
    spec: {
      replicas: exported.starts ? (exported.replicas ?? 1) : 0,
      selector: { matchLabels: own },
      template: { metadata: { labels: own }, spec: podSpec(exported, before, serviceContainer(exported, environment, note)) },
    },
  };
}

/** A process that only ends. */
export function job(exported: ImageProcess, context: ObjectContext): IJob {
  const spec = jobSpec(exported, context);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(exported, context.project),
    spec: exported.starts ? spec : { suspend: true, ...spec },
  };
}

/** A process with a schedule. @param schedule a cron expression */
export function cronJob(
  exported: ImageProcess,
  context: ObjectContext,
  { schedule, timeZone }: { readonly schedule: string; readonly timeZone: string | null },
): ICronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata(exported, context.project),
    spec: {
      schedule,
      ...(timeZone === null ? {} : { timeZone }),
      concurrencyPolicy: 'Forbid',
      ...(exported.starts ? {} : { suspend: true }),
      jobTemplate: { spec: jobSpec(exported, context) },
    },
  };
}

function jobSpec(exported: ImageProcess, { project, environment, before }: ObjectContext): IJobSpec {
  const { restart, maxRestarts } = exported.process.policy;
  const isRetried = restart !== 'never' && maxRestarts !== 0;
  const own = labels(exported, project);
  return {
    ...(!isRetried ? { backoffLimit: 0 } : maxRestarts > 0 ? { backoffLimit: maxRestarts } : {}),
    template: {
      metadata: { labels: own },
      spec: {
        ...podSpec(exported, before, runContainer(exported, environment)),
        restartPolicy: isRetried ? 'OnFailure' : 'Never',
      },
    },
  };
}

function podSpec({ process }: ImageProcess, before: readonly IContainer[], container: IContainer): IPodSpec {
  return {
    terminationGracePeriodSeconds: process.policy.stop.graceMs === 0 ? 0 : wholeSeconds(process.policy.stop.graceMs),
    ...(before.length === 0 ? {} : { initContainers: [...before] }),
    containers: [container],
  };
}

function metadata(exported: ImageProcess, project: string): { name: string; labels: Record<string, string> } {
  return { name: exported.host, labels: labels(exported, project) };
}

function labels({ host }: ImageProcess, project: string): Record<string, string> {
  return { 'app.kubernetes.io/name': host, 'app.kubernetes.io/part-of': project };
}
