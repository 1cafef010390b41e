export { type ErrorCode, WatchdogError } from './policy/errors.js';
export type { ProcessStateName } from './policy/lifecycle.js';
export type { EventName, EventPayload, WatchdogEvents } from './supervisor/events.js';
export type { ProcessStatus } from './supervisor/process-status.js';
export type { ShutdownReport } from './supervisor/supervisor.js';
export { ProcessState, type Refusal, Watchdog } from './watchdog.js';
export type { WatchdogLogger, WatchdogOptions } from './watchdog-options.js';
