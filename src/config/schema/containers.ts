import * as z from 'zod';
import { quote } from '../problems/words.js';
import { duration, positiveDuration } from './duration.js';
import { http } from './http.js';
import { type Complaint, closedMap, rule, text } from './parts.js';
import { tcpAddress } from './port.js';

const containerName = z.string().superRefine(rule(nameComplaint)).meta({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9_.-]*$' });

const check = closedMap({
  http: http.optional().describe('Healthy when this address answers with an accepted status'),
  tcp: tcpAddress.optional().describe('Healthy when this port takes a connection'),
  interval: positiveDuration.optional().meta({ usually: '15s' }).describe('Time between two checks; by default healthInterval'),
  timeout: positiveDuration.prefault('5s').describe('Time after which a check counts as failed'),
  threshold: z.int().min(1).default(3).describe('Failures in a row that make it unhealthy and restart it'),
  successThreshold: z.int().min(1).default(1).describe('Successes in a row that make it healthy'),
  startPeriod: duration.prefault('30s').describe('Time after the start in which failures before the first success do not count'),
  startInterval: positiveDuration.prefault('1s').describe('Time between two checks until the first success'),
}).superRefine(
  rule(({ http: address, tcp }) =>
    address !== undefined && tcp !== undefined ? { message: 'has both http and tcp', hint: 'give one of them' } : undefined,
  ),
);

const backoff = closedMap({
  multiplier: z.number().min(1).default(2).describe('Factor from one wait to the next'),
  max: duration.optional().meta({ usually: '60s' }).describe('Longest wait; if not given, at least restartDelay'),
  jitter: z.number().min(0).max(1).default(0).describe('Share of a wait, 0 to 1, that chance may take off'),
});

const circuit = closedMap({
  threshold: z.int().min(1).default(3).describe('Failures inside the window, or in a row, that open the circuit'),
  window: positiveDuration.prefault('120s').describe('Time for which a failure counts'),
  cooldown: positiveDuration.prefault('120s').describe('Time for which nothing restarts once it is open'),
  maxCooldown: positiveDuration
    .optional()
    .meta({ usually: '5m' })
    .describe('Longest cooldown, which doubles with every failed trial; if not given, at least cooldown'),
  autoRetry: z.boolean().default(true).describe('Whether a trial starts by itself after the cooldown'),
});

/** The keys of one container, each with its default and its meaning. */
export const containerSchema = closedMap({
  healthCheck: check
    .nullable()
    .optional()
    .describe(
      "Says whether it is well, in place of the engine's own check; by default that, else /health on its port, else the port; null for none",
    ),
  autoRestart: z
    .literal([true, false, 'on-failure'])
    .default(true)
    .describe('Which unasked exits restart it: true any, on-failure all but success codes, false none'),
  restartDelay: duration.prefault('2s').describe('Wait before the first restart'),
  maxRestarts: z.int().min(-1).default(-1).describe('Restarts allowed since the last success; -1 for no bound'),
  backoff: backoff.prefault({}).describe('How the waits between restarts grow'),
  circuit: circuit.prefault({}).describe('When to stop restarting for a while'),
  minUptime: duration.prefault('10s').describe('Uptime that makes a start a success'),
  successExitCodes: z.array(z.int().min(0).max(255)).default([0]).describe('Exit codes of a success'),
});

const names = z
  .union([z.array(containerName), z.record(containerName, containerSchema.nullable())], {
    error: 'a list of names, or a map of names to settings',
  })
  .meta({ title: 'list or map of names' });

/** The containers to supervise beside the processes. */
export const containers = closedMap({
  agentsJson: text
    .nullable()
    .default(null)
    .describe("A list of containers that another program writes, relative to the file's folder"),
  names: names.default([]).describe('Exact names of further containers, or a map of names to what they need'),
  services: z
    .array(containerName)
    .default([])
    .describe('Services of a Docker Swarm, by the names that `docker service ls` shows; their rows are service:NAME'),
  stack: containerName.nullable().default(null).describe('A stack of the Swarm, all services of which are supervised'),
  socket: text
    .nullable()
    .default(null)
    .describe('Socket of the engine; by default DOCKER_HOST, the docker context, or the usual places of Docker and Podman'),
  listInterval: positiveDuration.prefault('10s').describe('Time between two polls of all containers'),
  healthInterval: positiveDuration.prefault('15s').describe('Time between two checks of a container'),
});

/** `containers:` as the schema understood it. */
export type ParsedContainers = z.output<typeof containers>;

/** One container as the schema understood it. */
export type ParsedContainer = z.output<typeof containerSchema>;

function nameComplaint(name: string): Complaint | undefined {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return undefined;
  return { message: `${quote(name)} cannot be the name of a container`, hint: 'write it as `docker ps` shows it' };
}
