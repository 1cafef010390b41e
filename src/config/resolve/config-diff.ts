import { isDeepStrictEqual } from 'node:util';
import type { ProcessConfig } from '../schema/process-config.js';

/** How two configurations of one process differ. */
export interface ConfigDifference {
  /** The keys that differ, in the words of the file where they have one. */
  readonly keys: readonly string[];
  /** Whether a child that runs by the first must be restarted to run by the second. */
  readonly needsRestart: boolean;
}

/** What takes effect without a restart. Every other key is taken to concern the child. */
const liveKeys: ReadonlySet<string> = new Set([
  'autoStart',
  'profiles',
  'active',
  'dependsOn',
  'group',
  'url',
  'readsUrl',
  'replica',
  'watch',
  'hooks',
  'schedule',
  'logs',
  'deploy',
]);

const livePolicy: Readonly<Record<string, string>> = {
  restart: 'autoRestart',
  backoff: 'backoff',
  circuit: 'circuit',
  maxRestarts: 'maxRestarts',
  minUptimeMs: 'minUptime',
  successExitCodes: 'successExitCodes',
  fatalExitCodes: 'fatalExitCodes',
  stop: 'stop',
  memory: 'memory',
};

/** Compares two configurations of one process; undefined where they are the same. */
export function configDifference(before: ProcessConfig, after: ProcessConfig): ConfigDifference | undefined {
  const { policy: policyBefore, ...ownBefore } = before;
  const { policy: policyAfter, ...ownAfter } = after;
  const own = differingKeys(ownBefore, ownAfter);
  const policy = differingKeys(policyBefore, policyAfter);
  if (own.length + policy.length === 0) return undefined;
  return {
    keys: [...new Set([...own.map(wordOf), ...policy.map(policyWord)])],
    needsRestart: own.some((key) => !liveKeys.has(key)) || policy.some((key) => livePolicy[key] === undefined),
  };
}

function differingKeys(before: object, after: object): readonly string[] {
  const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => !isDeepStrictEqual(one.get(key), other.get(key)));
}

function wordOf(key: string): string {
  if (key === 'readsUrl') return 'url';
  return /^(probe|checks?$|healthFunction)/.test(key) ? 'healthCheck' : key;
}

function policyWord(key: string): string {
  return key === 'probes' ? 'healthCheck' : (livePolicy[key] ?? key);
}
