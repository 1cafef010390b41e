import type { Health } from '../../policy/health/probing.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type {
  ContainerUsage,
  EngineCheck,
  InspectedContainer,
  ListedContainer,
  PortBinding,
  PublishedPort,
} from '../../ports/container-engine.js';
import { EngineFault } from '../../ports/container-engine.js';
import { list, map, noEngine, number, parse, text, wallTime } from './read-answer.js';

/** An answer of a check is cut at so many characters. */
const longestAnswer = 200;

/**
 * Reads the answer of `/containers/json`. What is not a container is passed over.
 * @throws EngineFault where the answer is no list
 */
export function readList(body: string): readonly ListedContainer[] {
  const answer = parse(body);
  if (!Array.isArray(answer)) throw noEngine();
  return answer.flatMap((each: unknown) => {
    const container = map(each);
    const id = text(container.Id);
    if (id === '') return [];
    const status = text(container.Status);
    return {
      id,
      names: list(container.Names).map((name) => plainLine(text(name)).replace(/^\//, '')),
      state: isStopping(container.State) ? 'running' : text(container.State).toLowerCase(),
      health: healthInStatus(status),
      ports: list(container.Ports).flatMap((port) => publishedPort(map(port).IP, map(port).PublicPort, map(port).Type)),
    };
  });
}

/**
 * Reads the answer of `/containers/ID/json`.
 * @throws EngineFault where the answer is no container
 */
export function readInspected(body: string): Omit<InspectedContainer, 'engine'> {
  const answer = map(parse(body, unreadable));
  const state = map(answer.State);
  const id = text(answer.Id);
  if (id === '') throw unreadable();
  const config = map(answer.Config);
  const check = map(config.Healthcheck);
  const [test] = list(check.Test);
  const isChecked = typeof test === 'string' && test !== '' && test !== 'NONE';
  const health = map(state.Health ?? state.Healthcheck);
  const restart = plainLine(text(map(map(answer.HostConfig).RestartPolicy).Name));
  const ports = map(map(answer.NetworkSettings).Ports);
  const restarting = state.Restarting === true;
  return {
    id,
    containerName: plainLine(text(answer.Name)).replace(/^\//, ''),
    pid: number(state.Pid) || null,
    // Docker calls it running also between two lives.
    running: (state.Running === true && !restarting) || isStopping(state.Status),
    paused: state.Paused === true,
    restarting,
    startedAt: wallTime(state.StartedAt),
    finishedAt: wallTime(state.FinishedAt),
    oomKilled: typeof state.OOMKilled === 'boolean' ? state.OOMKilled : null,
    exitCode: typeof state.ExitCode === 'number' ? state.ExitCode : null,
    health: isChecked ? (healthWords[text(health.Status)] ?? 'pending') : 'none',
    ownRestart: restart === '' || restart === 'no' ? null : restart,
    tty: config.Tty === true,
    stopGraceMs: stopGrace(config.StopTimeout),
    startPeriodMs: isChecked ? number(check.StartPeriod) / 1e6 : null,
    everChecked: !isChecked || list(health.Log).length > 0,
    ports: Object.entries(ports).flatMap(([name, bindings]) =>
      list(bindings).flatMap((binding) => publishedPort(map(binding).HostIp, Number(map(binding).HostPort), name.split('/')[1])),
    ),
    bindings: Object.entries(ports).map(([inside, bindings]) => portBinding(inside, bindings)),
    checks: isChecked ? list(health.Log).map(engineCheck) : [],
    image: plainLine(text(config.Image) || text(answer.ImageName)),
  };
}

/** The list was one of an engine, so only this answer is bad. */
function unreadable(): EngineFault {
  return new EngineFault('refused', 'its answer cannot be read');
}

/** Podman says so of a container in its grace, and that it does not run; but its end is still to come. */
function isStopping(status: unknown): boolean {
  return text(status).toLowerCase() === 'stopping';
}

/** Reads the answer of `/containers/ID/stats`; undefined where nothing was measured. */
export function readUsage(body: string): ContainerUsage | undefined {
  const answer = map(parse(body));
  const memory = map(answer.memory_stats);
  const total = number(map(map(answer.cpu_stats).cpu_usage).total_usage);
  if (total === 0) return undefined;
  const details = map(memory.stats);
  // Cgroups of version 2 call the cache that can be given up inactive_file, those of version 1 total_inactive_file.
  const cache = number(details.total_inactive_file) || number(details.inactive_file);
  return { cpuMs: total / 1e6, memory: Math.max(0, number(memory.usage) - cache) };
}

/** Engines wait ten seconds where nothing is said. */
function stopGrace(seconds: unknown): number {
  if (typeof seconds !== 'number' || Number.isNaN(seconds)) return 10_000;
  return seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1000;
}

const healthWords: Readonly<Record<string, Health>> = {
  none: 'none',
  starting: 'pending',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
};

function healthInStatus(status: string): Health | undefined {
  const word = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(status)?.[1];
  return word === undefined ? undefined : healthWords[word];
}

function publishedPort(ip: unknown, port: unknown, type: unknown): readonly PublishedPort[] {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1) return [];
  if (text(type) !== '' && text(type) !== 'tcp') return [];
  const address = text(ip);
  return [{ host: /^(0\.0\.0\.0|::|)$/.test(address) ? 'localhost' : address, port }];
}

function portBinding(inside: string, bindings: unknown): PortBinding {
  const outside = list(bindings).map((binding) => {
    const { HostIp, HostPort } = map(binding);
    const address = text(HostIp);
    return plainLine(`${address.includes(':') ? `[${address}]` : address || '0.0.0.0'}:${text(HostPort)}`);
  });
  return { inside: plainLine(inside), outside };
}

function engineCheck(answer: unknown): EngineCheck {
  const { Start, End, ExitCode, Output } = map(answer);
  const at = wallTime(End);
  const said = text(Output).trim().split('\n').at(-1)?.trim() ?? '';
  const message = said === '' ? `exit code ${number(ExitCode)}` : said.slice(0, longestAnswer);
  return { ok: ExitCode === 0, message, at, latencyMs: Math.max(0, at - wallTime(Start)) };
}
