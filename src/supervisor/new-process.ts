import { roundMessage } from '../config/resolve/dependency-problems.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import { WatchdogError } from '../policy/words/errors.js';
import type { Supervisor } from './supervisor.js';
import { circleThrough } from './wanted.js';

/**
 * Refuses a process that cannot come to the others.
 * @throws WatchdogError PROCESS_DUPLICATE for a name that is taken, CONFIG_INVALID where the dependencies would be circular
 */
export function assertCanJoin(config: ProcessConfig, supervisor: Pick<Supervisor, 'runner' | 'config'>): void {
  const { name } = config;
  if (supervisor.runner(name) !== undefined) throw new WatchdogError('PROCESS_DUPLICATE', `Process '${name}' already registered`);
  const needs = (each: string) => (each === name ? config : supervisor.config(each))?.dependsOn.map((edge) => edge.name) ?? [];
  const circle = circleThrough(name, needs);
  if (circle !== undefined) throw new WatchdogError('CONFIG_INVALID', roundMessage(circle));
}
