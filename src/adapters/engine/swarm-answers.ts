import type { SwarmTask } from '../../policy/service/facts.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { EngineFault } from '../../ports/container-engine.js';
import type { SwarmService } from '../../ports/swarm.js';
import { list, map, number, parse, text, wallTime } from './read-answer.js';

/** So many tasks of a service are examined, newest first; a Swarm remembers five of each replica. */
const mostTasks = 500;

/** The states of a task in which the Swarm wants it to run or to come to that. */
const wantedStates: ReadonlySet<string> = new Set(['running', 'ready', 'accepted', 'complete']);

/**
 * Brings the answers of `/services`, `/tasks` and `/nodes` together.
 * @param nodes empty where the engine does not report them
 * @throws EngineFault where an answer is no list
 */
export function readServices(services: string, tasks: string, nodes: string): readonly SwarmService[] {
  const names = new Map(
    (nodes === '' ? [] : items(nodes)).map((node) => [text(node.ID), plainLine(text(map(node.Description).Hostname))]),
  );
  const byService = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const task of items(tasks)) {
    const id = text(task.ServiceID);
    byService.set(id, [...(byService.get(id) ?? []), task]);
  }
  return items(services).flatMap((service) => {
    const id = text(service.ID);
    return id === '' ? [] : [readService(id, service, byService.get(id) ?? [], names)];
  });
}

function readService(
  id: string,
  service: Readonly<Record<string, unknown>>,
  written: readonly Readonly<Record<string, unknown>>[],
  nodes: ReadonlyMap<string, string>,
): SwarmService {
  const spec = map(service.Spec);
  const template = map(spec.TaskTemplate);
  const container = map(template.ContainerSpec);
  const status = map(service.ServiceStatus);
  const update = map(service.UpdateStatus);
  const mode = map(spec.Mode);
  const updateState = text(update.State);
  const restarts = text(map(template.RestartPolicy).Condition) || 'any';
  const before = number(map(map(map(service.PreviousSpec).Mode).Replicated).Replicas);
  const forced = number(template.ForceUpdate);
  const newest = [...written].sort((one, other) => wallTime(other.CreatedAt) - wallTime(one.CreatedAt)).slice(0, mostTasks);
  const isReplicated = typeof mode.Replicated === 'object';
  return {
    id,
    name: plainLine(text(spec.Name)),
    stack: text(map(spec.Labels)['com.docker.stack.namespace']) || null,
    image: plainLine(text(container.Image)).replace(/@sha256:.*$/, ''),
    ports: list(map(service.Endpoint).Ports).flatMap((port) => {
      const { PublishedPort, Protocol } = map(port);
      return typeof PublishedPort === 'number' && Protocol !== 'udp' ? [PublishedPort] : [];
    }),
    restarts,
    tty: container.TTY === true,
    mode: isReplicated ? 'replicated' : typeof mode.Global === 'object' ? 'global' : 'job',
    replicas: isReplicated ? number(map(mode.Replicated).Replicas) : number(status.DesiredTasks) + number(status.CompletedTasks),
    replicasBefore: before === 0 ? null : before,
    restarted: restarts === 'any',
    updating: updateState === 'updating' || updateState === 'rollback_started',
    updateTrouble: /paused|rollback_completed/.test(updateState) ? plainLine(text(update.Message)) : '',
    tasks: newest.map((task) => readTask(task, forced, nodes)),
  };
}

function readTask(task: Readonly<Record<string, unknown>>, forced: number, nodes: ReadonlyMap<string, string>): SwarmTask {
  const status = map(task.Status);
  const node = text(task.NodeID);
  const name = nodes.get(node) || node.slice(0, 12);
  const { ExitCode, ContainerID } = map(status.ContainerStatus);
  const state = text(status.State);
  const isOver = /complete|failed|shutdown/.test(state);
  return {
    id: text(task.ID),
    slot: number(task.Slot) > 0 ? String(number(task.Slot)) : name || text(task.ID).slice(0, 12),
    node: name,
    state: plainLine(state),
    wanted: wantedStates.has(text(task.DesiredState)),
    error: plainLine(text(status.Err)),
    at: wallTime(status.Timestamp),
    exitCode: isOver && typeof ExitCode === 'number' && text(ContainerID) !== '' ? ExitCode : null,
    stale: number(map(task.Spec).ForceUpdate) !== forced,
  };
}

function items(body: string): readonly Readonly<Record<string, unknown>>[] {
  const answer = parse(body);
  if (!Array.isArray(answer)) throw new EngineFault('away', 'what answers there is not a Swarm manager');
  return answer.map((each: unknown) => map(each));
}
