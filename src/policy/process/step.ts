import { type Moment, noRestarts, zeroCounts } from '../restart/core.js';
import { enter } from '../restart/transitions.js';
import { isSameAwaited } from './awaited.js';
import { onClose, onKill, onReset, onRestart, onShutdown, onStart, onStop } from './commands.js';
import type { Gate, Lifecycle, LifecycleEvent, Phase } from './lifecycle.js';
import { onMemory } from './memory.js';
import { onExited, onGone, onProbed, onSpawned, onSpawnFailed, onTimer } from './on-event.js';
import type { ProcessPolicy } from './policy.js';
import type { Suspension } from './suspension.js';
import { announceWait, beginStart, type Step } from './transitions.js';

/** The lifecycle of a process that was registered and nothing else. */
export const newLifecycle: Lifecycle = {
  phase: { name: 'stopped', why: 'new' },
  desired: 'down',
  epoch: 0,
  generation: 0,
  startCount: 0,
  ...noRestarts,
  gate: { name: 'open' },
  remains: false,
  launched: false,
  killedLeftovers: false,
  survivors: '',
  lastRun: null,
  asked: null,
  lastExit: null,
  lastStartTime: 0,
  startedAt: 0,
  watchPaused: null,
  files: 'unwatched',
  closed: false,
};

/**
 * Decides the life of one process: from what it is and what happens to what it becomes and what is to be done.
 * Pure: it knows no timers, no system and no other process. Facts of an earlier generation and timers of an earlier
 * epoch change nothing.
 */
export function step(policy: ProcessPolicy, state: Lifecycle, event: LifecycleEvent, at: Moment): Step {
  switch (event.type) {
    case 'start':
      return onStart(state, at);
    case 'stop':
      return onStop(policy, state, at, event);
    case 'kill':
      return onKill(policy, state, at, event);
    case 'restart':
      return onRestart(policy, state, at, event);
    case 'reset':
      return onReset(state);
    case 'close':
      return onClose(policy, state, at);
    case 'shutdown':
      return onShutdown(policy, state, at);
    case 'gate':
      return onGate(state, event.gate);
    case 'spawned':
      return event.generation === state.generation ? onSpawned(policy, withFilesRead(state), event.pid, at) : [state, []];
    case 'spawn_failed':
      return event.generation === state.generation ? onSpawnFailed(state, event) : [state, []];
    case 'exited':
      return event.generation === state.generation ? onExited(policy, state, event, at) : [state, []];
    case 'oldest':
      return event.generation === state.generation ? onOldest(state, event.pid) : [state, []];
    case 'gone':
      return event.generation === state.generation ? onGone(policy, state, at) : [state, []];
    case 'stop_command_failed':
      return event.generation === state.generation ? onStopCommandFailed(policy, state) : [state, []];
    case 'suspended':
      return event.generation === state.generation ? onSuspended(state, event.suspended) : [state, []];
    case 'hold_checks':
      return onHoldChecks(state, event.held);
    case 'memory':
      return event.generation === state.generation ? onMemory(policy, state, event.bytes, at) : [state, []];
    case 'files':
      return [event.files === state.files ? state : { ...state, files: event.files }, []];
    case 'schedule':
      return onSchedule(state, event.runAt, at);
    case 'due':
      return onDue(state);
    case 'watch_paused':
      return [{ ...state, watchPaused: event.path }, []];
    case 'probed':
      return event.generation === state.generation ? onProbed(policy, state, event, at) : [state, []];
    case 'timer':
      return event.epoch === (event.timer === 'sweep' ? state.generation : state.epoch)
        ? onTimer(policy, state, event, at)
        : [state, []];
  }
}

function onGate(before: Lifecycle, gate: Gate): Step {
  const state = { ...before, gate };
  if (state.phase.name !== 'waiting') return [state, []];
  if (gate.name === 'open') return beginStart(state);
  const waitsOtherwise =
    before.gate.name === 'open' ||
    !isSameAwaited(before.gate.awaited, gate.awaited) ||
    before.gate.blocked?.why !== gate.blocked?.why;
  return [state, waitsOtherwise ? [announceWait(gate)] : []];
}

function onOldest(state: Lifecycle, pid: number): Step {
  if (state.phase.name !== 'running' || !state.launched || state.phase.pid === pid) return [state, []];
  return [{ ...state, phase: { ...state.phase, pid } }, []];
}

function onSuspended(state: Lifecycle, suspended: Suspension | null): Step {
  if (state.phase.name !== 'running') return [state, []];
  return [{ ...state, phase: { ...state.phase, suspended } }, []];
}

function onHoldChecks(state: Lifecycle, held: boolean): Step {
  if (state.phase.name !== 'running' || state.phase.probes.length === 0 || state.phase.held === held) return [state, []];
  return [{ ...state, phase: { ...state.phase, held } }, []];
}

function onStopCommandFailed(policy: ProcessPolicy, state: Lifecycle): Step {
  if (state.phase.name !== 'stopping' || state.phase.forced) return [state, []];
  return [{ ...state, phase: { ...state.phase, signal: policy.stop.signal } }, [{ type: 'signal', signal: policy.stop.signal }]];
}

/** What it starts with is what there is now. */
function withFilesRead(state: Lifecycle): Lifecycle {
  return state.phase.name === 'starting' && state.files === 'changed' ? { ...state, files: 'same' } : state;
}

/** The next run of what is scheduled is known: what rests waits for it. @param runAt milliseconds since 1970 */
function onSchedule(state: Lifecycle, runAt: number, at: Moment): Step {
  const { phase } = state;
  if (state.closed) return [state, []];
  const next: Phase = { name: 'scheduled', at: runAt, from: at.wall, dueAt: at.now + Math.max(0, runAt - at.wall) };
  switch (phase.name) {
    case 'scheduled':
      return [{ ...state, phase: next }, []];
    case 'completed':
    case 'failed':
      return [enter({ ...state, desired: 'up', lastRun: phase.name }, next), []];
    case 'stopped':
      return [enter({ ...state, desired: 'up' }, next), []];
    default:
      return [state, []];
  }
}

/** Its time has come: it runs, with all counts at zero. */
function onDue(state: Lifecycle): Step {
  return state.phase.name === 'scheduled' && !state.closed ? beginStart(zeroCounts(state)) : [state, []];
}
