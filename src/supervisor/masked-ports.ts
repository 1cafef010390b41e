import type { ProbeRunner } from '../ports/probe-runner.js';
import type { Spawner } from '../ports/spawner.js';
import type { Check } from './health/prober.js';
import type { ProcessParts } from './process/parts.js';

/** Takes out of a text what must not be shown. */
export type Mask = (text: string) => string;

/** A spawner that says why it could not start something without the secrets in commands and folders. */
export function maskedSpawner(spawner: Spawner, mask: Mask): Spawner {
  return {
    spawn: (spec, events) =>
      spawner.spawn(spec, {
        spawned: (pid) => events.spawned(pid),
        failed: ({ cause, ...failure }) =>
          events.failed({
            ...failure,
            message: mask(failure.message),
            ...(cause === undefined ? {} : { cause: maskedError(cause, mask) }),
          }),
        output: (stream, chunk) => events.output(stream, chunk),
        ready: () => events.ready?.(),
        exited: (exit) => events.exited(exit),
        gone: () => events.gone(),
        outputEnded: () => events.outputEnded(),
      }),
  };
}

/** The same error in its texts, its fields and their lists; printing it prints those too. */
function maskedError(error: Error, mask: Mask): Error {
  const masked = (value: unknown): unknown =>
    typeof value === 'string' ? mask(value) : Array.isArray(value) ? value.map(masked) : value;
  const fields = Object.entries(error).map(([name, value]) => [name, masked(value)] as const);
  const copy = Object.assign(new Error(mask(error.message)), Object.fromEntries(fields));
  copy.stack = mask(error.stack ?? '');
  return copy;
}

/** A runner of checks whose answers have no secrets in them, such as those of an address or of what a command printed. */
export function maskedProbes(probes: ProbeRunner, mask: Mask): ProbeRunner {
  return {
    run: async (probe, signal) => {
      const result = await probes.run(probe, signal);
      return { ...result, message: mask(result.message) };
    },
  };
}

/** The parts of a process whose checks say nothing secret: neither what they wait for nor what a function or a line of output says. */
export function maskedParts(parts: ProcessParts, mask: Mask): ProcessParts {
  const { identity, checks } = parts;
  const probes = identity.policy.probes.map((probe) =>
    probe.awaits === null ? probe : { ...probe, awaits: mask(probe.awaits) },
  );
  const masked = (check: Check): Check => {
    return async (signal) => {
      const result = await check(signal);
      return { ...result, message: mask(result.message) };
    };
  };
  return { ...parts, identity: { ...identity, policy: { ...identity.policy, probes } }, checks: checks.map(masked) };
}
