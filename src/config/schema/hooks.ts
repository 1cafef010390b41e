import { closedMap, command } from './parts.js';

const hook = (when: string) => command.nullable().optional().describe(`Shell command to run when ${when}`);

/** Shell commands that are run at what happens to a process, by the names of `hookEvents`. */
export const hooks = closedMap({
  ready: hook('it is ready: healthy where there is a check, else running'),
  exited: hook('it has ended, for whatever reason'),
  failed: hook('it has failed and is not restarted'),
  backoff: hook('a restart is scheduled'),
  circuit_open: hook('its circuit opens'),
  circuit_closed: hook('a trial has succeeded and its circuit closes'),
  stopped: hook('it was stopped by request and nothing of it is left'),
  restarting: hook('a restart begins, by hand or by the watchdog'),
});
