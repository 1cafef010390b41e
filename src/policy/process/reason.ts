import { type Health, healthOf } from '../health/probing.js';
import { describeExit, describePendingRequest, describeRequest, describeRestartWait } from '../restart/exit.js';
import { backoffReason, circuitReason, type Reason, sameReason as same, timedReason } from '../restart/reason.js';
import { formatDuration } from '../words/duration.js';
import { sayMoment } from '../words/moment.js';
import { awaitedWords } from './awaited.js';
import type { Lifecycle, Phase, Running } from './lifecycle.js';
import type { ProcessPolicy } from './policy.js';
import { describeSuspension } from './suspension.js';

/** Says why a process is in its state, from nothing but the decision state. */
export function reasonOf(policy: ProcessPolicy, state: Lifecycle): Reason {
  const { phase } = state;
  switch (phase.name) {
    case 'stopped':
      return stoppedReason(phase);
    case 'waiting':
      return waitingReason(state);
    case 'starting':
      return phase.requested ? same('starting') : same(`waiting for ${state.survivors || 'what is left'} of the last run to end`);
    case 'running':
      return runningReason(policy, state, phase);
    case 'stopping':
      return stoppingReason(state, phase);
    case 'backoff':
      return backoffReason(phase);
    case 'scheduled':
      return scheduledReason(state, phase);
    case 'circuit_open':
      return circuitReason(policy, phase);
    case 'completed': {
      const text = `${describeExit(phase.exit)} after ${formatDuration(phase.exit.ranMs)}`;
      if (phase.background !== undefined) return same(phase.background);
      const rest = phase.detached === undefined ? '' : `; ${phase.detached}`;
      return { full: `completed with ${text}${rest}`, brief: `${text}${rest}` };
    }
    case 'failed':
      return { full: `failed: ${phase.because}`, brief: phase.because };
  }
}

/** The health of a process in its present phase: none without a check and while it does not run, pending until the first answer. */
export function healthIn(policy: ProcessPolicy, phase: Phase): Health {
  return phase.name === 'running' ? healthOf(policy.probes, phase.probes) : 'none';
}

function stoppedReason({ why, restarts }: Phase & { readonly name: 'stopped' }): Reason {
  switch (why) {
    case 'new':
      return same('not started yet');
    case 'reset':
      return same('circuit reset, not started');
    default:
      return same(restarts === true ? describeRestartWait(why) : describeRequest({ by: why, action: 'stop', why: '' }));
  }
}

function scheduledReason({ lastRun, lastFailure }: Lifecycle, { at, from }: Phase & { name: 'scheduled' }): Reason {
  const run = `next run at ${sayMoment(at, from)}`;
  const failure = lastRun === 'failed' && lastFailure !== null ? `; the last one failed: ${lastFailure.text}` : '';
  return timedReason([run, ', in ', 'next', failure], `${run}${failure}`);
}

function waitingReason({ gate }: Lifecycle): Reason {
  if (gate.name === 'open') return same('about to start');
  if (gate.blocked !== undefined) return same(`blocked: ${gate.blocked.why}`);
  const words = awaitedWords(gate.awaited);
  return { full: `waiting for ${words}`, brief: `for ${words}` };
}

function runningReason(policy: ProcessPolicy, state: Lifecycle, phase: Running): Reason {
  const health = healthOf(policy.probes, phase.probes);
  if (phase.suspended !== null) {
    const unusual = describeSuspension(phase.suspended, phase.pid);
    return { ...same(unusual), unusual };
  }
  const trial = state.circuit.name === 'half_open' ? 'trial start' : '';
  const found = phase.probes.find((probe) => probe.word !== 'healthy')?.message ?? '';
  const checks = health === 'none' || health === 'healthy' ? '' : health === 'pending' ? 'not healthy yet' : 'unhealthy';
  const said = checks === '' || found === '' ? checks : `${checks}: ${found}`;
  const known = health === 'healthy' ? ', healthy' : said === '' ? '' : `, ${said}`;
  const paused = state.watchPaused === null ? '' : `watch paused: it writes ${state.watchPaused} after each start`;
  // Once a watch is paused, all that it would say is stale.
  const stale = state.files === 'changed' && paused === '' ? 'stale: files changed since it was started' : '';
  const blind = state.files === 'unknown' ? 'not all of its files are watched' : '';
  const unusual = [phase.held ? 'checks held' : '', paused, stale, blind].filter(Boolean).join(', ');
  const running = trial === '' ? 'running' : `${trial}, running`;
  const rest = unusual === '' ? known : `${known}, ${unusual}`;
  return {
    ...timedReason([running, ' for ', 'up', rest], [trial, unusual, said].filter(Boolean).join(', ')),
    ...(unusual === '' ? {} : { unusual }),
  };
}

function stoppingReason({ asked }: Lifecycle, phase: Phase & { name: 'stopping' }): Reason {
  const why = asked === null ? '' : `(${describePendingRequest(asked)})`;
  const sent = phase.signal === 'stop command' ? 'stop command runs' : `${phase.signal} sent`;
  // Whether anything of it lives on is not known before the process table was read.
  const what = phase.pid === null ? `${sent}, waiting for its children` : sent;
  const full = ['stopping:', what, why].filter(Boolean).join(' ');
  // While all of it shuts down, the screen says so.
  const brief = asked?.by === 'shutdown' ? what : [what, why].filter(Boolean).join(' ');
  return phase.forced ? { full, brief } : timedReason([full, ', SIGKILL in ', 'due', ''], brief);
}
