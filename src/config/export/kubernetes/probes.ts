import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { ProbePolicy } from '../../../policy/health/probing.js';
import type { HttpProbe } from '../../../ports/probe-runner.js';
import type { ProbeConfig } from '../../schema/process-config.js';
import { ownHosts } from '../common/addresses.js';
import { checkCommand, isUsualStatus, unasked } from '../common/check-command.js';
import type { ImageProcess } from '../common/in-image.js';
import { variablesIn } from '../common/references.js';
import { shellText, wholeSeconds } from './words.js';

/** The probes of a container. */
export interface Probes {
  readonly startupProbe?: IProbe;
  readonly readinessProbe?: IProbe;
  readonly livenessProbe?: IProbe;
}

/** The checks of a process, of which a `healthCheck` is both, and gets its start period by a startup probe. */
export function probesOf({ process }: ImageProcess, note: (key: string, instead: string) => void): Probes {
  let probes: Probes = {};
  for (const [index, times] of process.policy.probes.entries()) {
    const probe = process.probes[index]!;
    const key = times.id === 'health' ? 'healthCheck' : times.id;
    const handler = handlerOf(probe, times);
    if (handler === undefined) {
      note(key, 'ready as soon as it is started');
      continue;
    }
    if (probe.kind === 'http' && !isPlain(probe)) {
      for (const name of unasked(probe)) note(`http.${name}`, 'any response below 400 to a GET passes');
    }
    if (times.readiness)
      probes = { ...probes, readinessProbe: { ...handler, ...timesOf(times), successThreshold: times.successThreshold } };
    if (times.liveness)
      probes = { ...probes, livenessProbe: { ...handler, ...timesOf(times) }, startupProbe: startup(handler, times) };
  }
  return probes;
}

function timesOf({ intervalMs, timeoutMs, threshold }: ProbePolicy): IProbe {
  return { periodSeconds: wholeSeconds(intervalMs), timeoutSeconds: wholeSeconds(timeoutMs), failureThreshold: threshold };
}

/** Until it has passed once the others are not asked; it may fail for as long as the start period, and then as often as they. */
function startup(handler: IProbe, { startPeriodMs, startIntervalMs, intervalMs, timeoutMs, threshold }: ProbePolicy): IProbe {
  const periodSeconds = wholeSeconds(Math.min(startIntervalMs, intervalMs));
  return {
    ...handler,
    periodSeconds,
    timeoutSeconds: wholeSeconds(timeoutMs),
    failureThreshold: Math.ceil(startPeriodMs / 1000 / periodSeconds) + threshold,
  };
}

function handlerOf(probe: ProbeConfig, { timeoutMs }: ProbePolicy): IProbe | undefined {
  if (probe.kind === 'tcp') return { tcpSocket: { port: probe.port, ...hostOf(probe.host) } };
  if (probe.kind === 'http' && isPlain(probe)) {
    const { hostname, port, protocol, pathname, search } = new URL(probe.url);
    const isSecure = protocol === 'https:';
    const headers = Object.entries(probe.headers).map(([name, value]) => ({ name, value }));
    return {
      httpGet: {
        path: `${pathname}${search}`,
        port: port === '' ? (isSecure ? 443 : 80) : Number(port),
        ...(isSecure ? { scheme: 'HTTPS' as const } : {}),
        ...hostOf(hostname),
        ...(headers.length === 0 ? {} : { httpHeaders: headers }),
      },
    };
  }
  const command = checkCommand(probe, timeoutMs);
  return command === undefined ? undefined : { exec: { command: ['/bin/sh', '-c', shellText(command)] } };
}

/** Whether the engine can ask it by itself: it takes any certificate, and its answers are those from 200 to 399. */
function isPlain(probe: HttpProbe): boolean {
  const isBodyFree = probe.contains === null && probe.matches === null;
  return probe.method === 'GET' && isBodyFree && isUsualStatus(probe) && variablesIn(JSON.stringify(probe)).length === 0;
}

/** The container's own address needs not be said. */
function hostOf(host: string): { readonly host?: string } {
  return ownHosts.includes(host) ? {} : { host };
}
