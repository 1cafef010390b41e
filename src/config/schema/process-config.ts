import type { Dependency } from '../../policy/process/dependencies.js';
import type { HookEvent } from '../../policy/process/hook-events.js';
import type { ProcessPolicy } from '../../policy/process/policy.js';
import type { Schedule } from '../../policy/process/schedule.js';
import type { NotifyBy } from '../../ports/notifier.js';
import type { HttpProbe, TcpProbe } from '../../ports/probe-runner.js';
import type { Diagnostic } from '../problems/diagnostic.js';
import type { ContainersConfig } from './container-config.js';
import type { ThemeConfig } from './theme.js';

/** What a check asks. A command runs in the shell, in the folder and with the environment of its process. */
export type ProbeConfig =
  | HttpProbe
  | TcpProbe
  | { readonly kind: 'exec'; readonly command: string }
  | {
      readonly kind: 'log';
      /** A regular expression that a line of the process's output must match. */
      readonly pattern: string;
    }
  /** A line feed on this descriptor of the process. */
  | { readonly kind: 'fd'; readonly fd: number }
  | { readonly kind: 'function'; readonly check: HealthFunction };

/** A check in code: true is healthy; false, an exception and a rejection are not. */
export type HealthFunction = (entry: unknown) => boolean | Promise<boolean>;

/** Which files restart a process when they change. Paths are relative to the process's folder. */
export interface WatchConfig {
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
  /** Milliseconds of quiet after a change before the restart. */
  readonly debounceMs: number;
}

/** What is kept of a process's output. */
export interface LogsConfig {
  /** Lines kept in memory. */
  readonly lines: number;
  /** Whether it is also written to a file. */
  readonly file: boolean;
  /** Size of the file at which it is rotated. */
  readonly maxBytes: number;
  /** Rotated files that are kept. */
  readonly keep: number;
}

/** A port that a process gets. */
export interface PortConfig {
  /** The variable that has it. */
  readonly variable: string;
  readonly port: number;
  /** Whether it was chosen, and may be another one where another program holds it. */
  readonly auto: boolean;
}

/** One of the replicas of a process of the file. */
export interface Replica {
  /** The name in the file, which means all of them. */
  readonly of: string;
  /** From 1. */
  readonly number: number;
}

/** One command that is run at an event. */
export interface HookCommand {
  /** For a shell. */
  readonly command: string;
  /** Absolute. */
  readonly cwd: string;
  /** Whether the file says it for every process, or the process for itself. */
  readonly from: 'file' | 'process';
}

/** What is run at which events of a process. */
export type Hooks = Readonly<Partial<Record<HookEvent, readonly HookCommand[]>>>;

/** One process, fully resolved: nothing is left to be filled in. */
export interface ProcessConfig {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** True runs `command` in the system's shell, the name of a program in that. */
  readonly shell: boolean | string;
  /** Absolute. */
  readonly cwd: string;
  /** What is set on top of the environment that watchdog was started with; null unsets. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly stdin: 'open' | 'closed';
  /** Whether it runs in a pseudo-terminal. */
  readonly tty: boolean;
  readonly color: boolean;
  readonly autoStart: boolean;
  readonly profiles: readonly string[];
  /** False where it has profiles, none of which is active: then only its name or a need starts it. */
  readonly active: boolean;
  readonly dependsOn: readonly Dependency[];
  /** What the table groups it under; null where it is alone. */
  readonly group: string | null;
  /** Null where no file restarts it. */
  readonly watch: WatchConfig | null;
  /** The ports that it gets, each in a variable; `port` and `url` mean the first. They are among `ports` too. */
  readonly port: readonly PortConfig[];
  /** Where a browser finds it, as far as that is known before it runs; null where there is nothing to open. */
  readonly url: string | null;
  /** Whether a URL that it prints counts, since the file gives none. */
  readonly readsUrl: boolean;
  /** Which replica it is; null where it is none. */
  readonly replica: Replica | null;
  /** What its checks ask, in the order of `policy.probes`. */
  readonly probes: readonly ProbeConfig[];
  readonly policy: ProcessPolicy;
  readonly stop: {
    readonly command: string | null;
    /** What is typed into its terminal in place of a signal; null where nothing is. */
    readonly keys: string | null;
    readonly scope: 'all' | 'group';
  };
  /** TCP ports that must be free before it starts. */
  readonly ports: readonly number[];
  readonly logs: LogsConfig;
  readonly hooks: Hooks;
  /** When it runs by itself; null where it runs all the time. */
  readonly schedule: Schedule | null;
  /** For exports alone. */
  readonly deploy: {
    /** The image that it runs in elsewhere; null where nothing says. */
    readonly image: string | null;
  };
}

/** The processes of one project, in the order of the files. */
export interface Configuration {
  readonly name: string;
  /** Absolute path of the first file. */
  readonly file: string;
  /** Absolute paths of all its files, those of variables included, whether they are there or not. */
  readonly files: readonly string[];
  /** The folder of the first file; absolute. */
  readonly directory: string;
  readonly processes: readonly ProcessConfig[];
  /** How many replicas the file gives to a process, by the name there. */
  readonly replicas: ReadonlyMap<string, number>;
  /** The hooks of the file, which each process has too. */
  readonly hooks: Readonly<Partial<Record<HookEvent, string | null | undefined>>>;
  /** Whether each process gets a control group of its own where there are any. */
  readonly cgroups: boolean;
  /** Colours of the dashboard. */
  readonly theme: ThemeConfig;
  /** Other keys for commands of the dashboard, as the user spelled them. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** How the user is notified outside of the screen that a circuit opened or a process failed. */
  readonly notify: NotifyBy;
  /** Null where there is nothing about containers. */
  readonly containers: ContainersConfig | null;
  /** Patterns of names whose values must not be shown, beside the usual ones. */
  readonly secrets: readonly string[];
  /** What is no error, and what its reader should know: lines of a file of variables that mean nothing to the tool it is for. */
  readonly warnings: readonly Diagnostic[];
  /** Values of secret variables that were put into strings by `${…}`, and must not be shown there either. */
  readonly secretValues: readonly string[];
}
