/** What a hook can be run at. All but `ready` and `failed` are events of their own; `ready` is when others may start that need it. */
export const hookEvents = [
  'ready',
  'exited',
  'failed',
  'backoff',
  'circuit_open',
  'circuit_closed',
  'stopped',
  'restarting',
] as const;

/** The name of what a hook is run at. */
export type HookEvent = (typeof hookEvents)[number];

/** Whether a hook can be run at an event of this name. */
export function isHookEvent(event: string): event is HookEvent {
  return (hookEvents as readonly string[]).includes(event);
}
