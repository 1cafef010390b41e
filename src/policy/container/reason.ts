import type { ProcessStateName } from '../process/lifecycle.js';
import { describeExit, describeRequest, describeRestartWait } from '../restart/exit.js';
import { backoffReason, circuitReason, type Reason, sameReason as same, timedReason } from '../restart/reason.js';
import type { ContainerLifecycle, ContainerPhase, ContainerPolicy, ContainerRunning } from './lifecycle.js';
import { containerHealth } from './running.js';

/** The state of a container in the word that processes have for it. */
export function containerStateName(phase: ContainerPhase): ProcessStateName {
  switch (phase.name) {
    case 'classifying_exit':
      return 'stopping';
    case 'observed':
      return 'backoff';
    default:
      return phase.name;
  }
}

/** Says why a container is in its state, in the manner of `reasonOf`. */
export function containerReason(policy: ContainerPolicy, state: ContainerLifecycle): Reason {
  const { phase } = state;
  switch (phase.name) {
    case 'unknown':
      return same(phase.why === '' ? 'asking the engine' : phase.why);
    case 'running':
      return runningReason(state, phase);
    case 'classifying_exit':
      return same(`ended with ${describeExit(phase.exit)}, checking whether it was asked for`);
    case 'starting':
      return same(phase.by === 'user' ? 'the engine starts it' : 'the engine restarts it');
    case 'stopping':
      return same(phase.how === 'stop' ? 'the engine stops it' : 'the engine kills it');
    case 'backoff':
      return backoffReason(phase, phase.alive ? ', still running' : '');
    case 'circuit_open':
      return circuitReason(policy, phase, phase.alive ? ', still running' : '');
    case 'observed':
      return same(`${phase.after}; its own restart policy (${state.ownRestart}) restarts it`);
    case 'stopped':
      return stoppedReason(phase);
    case 'completed':
      return { full: `completed with ${describeExit(phase.exit)}`, brief: describeExit(phase.exit) };
    case 'failed':
      return { full: `failed: ${phase.because}`, brief: phase.because };
  }
}

function stoppedReason({ why, exit, restarts }: ContainerPhase & { readonly name: 'stopped' }): Reason {
  const code = exit === null ? '' : ` (${describeExit(exit)})`;
  switch (why) {
    case 'outside':
      return same(`stopped from outside${code}`);
    case 'unobserved':
      return same(`down${code}, not known whether that was asked for`);
    case 'seen':
      return same(`down when it was first seen${code}`);
    case 'away':
      return same(`down when the engine came back${code}`);
    case 'reset':
      return same('circuit reset, not started');
    case 'absent':
      return { full: 'the engine has no container of this name', brief: 'missing' };
    case 'created':
      return same('recreated and not started');
    default:
      return same(restarts === true ? describeRestartWait(why) : describeRequest({ by: why, action: 'stop', why: '' }));
  }
}

function runningReason({ circuit, ownRestart }: ContainerLifecycle, running: ContainerRunning): Reason {
  if (running.paused) return same('paused by the engine');
  const health = containerHealth(running);
  const trial = circuit.name === 'half_open' ? 'trial start' : '';
  const found = running.probe !== null && health !== 'healthy' ? running.probe.message : '';
  const checks = health === 'pending' ? 'not healthy yet' : health === 'unhealthy' ? 'unhealthy' : '';
  const said = checks === '' || found === '' ? checks : `${checks}: ${found}`;
  const left = health === 'unhealthy' && ownRestart !== null ? `its own restart policy (${ownRestart}) applies` : '';
  const known = health === 'healthy' ? 'healthy' : said;
  const rest = [known, left].flatMap((words) => (words === '' ? [] : [`, ${words}`])).join('');
  const head = trial === '' ? 'running' : `${trial}, running`;
  return timedReason([head, ' for ', 'up', rest], [trial, said, left].filter(Boolean).join(', '));
}
