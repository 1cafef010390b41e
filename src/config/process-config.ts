import type { Dependency } from '../policy/dependencies.js';
import type { ProcessPolicy } from '../policy/process-policy.js';
import type { HttpProbe } from '../ports/probe-runner.js';

/** What a health check asks. A command runs in the shell, in the folder and with the environment of its process. */
export type ProbeConfig = HttpProbe | { readonly kind: 'exec'; readonly command: string };

/** A health check in code: true is healthy; false, an exception and a rejection are not. */
export type HealthFunction = (entry: unknown) => boolean | Promise<boolean>;

/** One process, fully resolved: nothing is left to be filled in. */
export interface ProcessConfig {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** True runs `command` in the system's shell. */
  readonly shell: boolean;
  /** Absolute. */
  readonly cwd: string;
  /** What is set on top of the environment that watchdog was started with; null unsets. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly stdin: 'open' | 'closed';
  readonly color: boolean;
  readonly autoStart: boolean;
  readonly dependsOn: readonly Dependency[];
  /** What the health check asks; null where there is none, or where it is a function. */
  readonly probe: ProbeConfig | null;
  /** The health check that code gave; null where there is none, or where it is a probe. */
  readonly healthFunction: HealthFunction | null;
  readonly policy: ProcessPolicy;
  readonly stop: { readonly command: string | null; readonly scope: 'all' | 'group' };
}

/** The processes of one project, in the order of the file. */
export interface Configuration {
  readonly name: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** The folder of the file; absolute. */
  readonly directory: string;
  readonly processes: readonly ProcessConfig[];
}
