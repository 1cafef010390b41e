import type { ProcessConfig } from '../../config/schema/process-config.js';
import type { LifecycleAnnouncement, ProcessStateName } from '../../policy/process/lifecycle.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { OutputStream, Spawner, SpawnSpec } from '../../ports/spawner.js';
import type { Notice } from '../events/notice.js';
import { GenerationLog } from '../log/generation.js';
import { ProcessLog, type ProcessLogParts } from '../log/process.js';
import { ProcessTerminal } from '../terminal/process.js';
import { describeHidden } from './describe-members.js';
import type { ProcessParts } from './parts.js';
import { PrintedUrls } from './printed-urls.js';
import { ProcessRunner } from './runner.js';
import { SilenceHint } from './silence-hint.js';

/** Notified of what happens to any process. */
export interface SupervisorListener {
  registered(name: string): void;
  announced(name: string, announcement: LifecycleAnnouncement): void;
  transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void;
  output(name: string, stream: OutputStream, chunk: Buffer): void;
  /** All output of an ended generation is there: the lines of its log from `from` up to, without, `to`. */
  outputEnded(name: string, from: number, to: number): void;
  /** A row or a log changed. */
  changed(): void;
  /** Something happened that no event reports. */
  noticed(notice: Notice): void;
}

/** One process under supervision, with its logs and its terminal. */
export interface Supervised {
  readonly runner: ProcessRunner;
  readonly log: ProcessLog;
  readonly generations: GenerationLog;
  readonly terminal: ProcessTerminal;
  readonly silence: SilenceHint;
  config: ProcessConfig;
  /** How it is started next. */
  spec: SpawnSpec;
  /** Bytes of output of the present generation, or of the last. */
  outputBytes: number;
  /** It was removed, and is forgotten once it has ended. */
  leaving: boolean;
}

/** What a process is supervised with. */
export interface SupervisedParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly spawner: Spawner;
  readonly logs: ProcessLogParts;
  readonly listener: SupervisorListener;
  /** Notified of every change of its state, before the listener. */
  changed(runner: ProcessRunner): void;
}

/** Takes a process under supervision, stopped: its runner, its log with the rules between generations, its terminal. */
export function supervise(config: ProcessConfig, parts: ProcessParts, around: SupervisedParts): Supervised {
  const { name } = config;
  const { clock, random, spawner, listener } = around;
  const log = new ProcessLog(name, config.logs, around.logs, () => runner.refresh());
  const generations = new GenerationLog(log, clock, (from, to) => listener.outputEnded(name, from, to));
  const silence = new SilenceHint(clock, (notice) => listener.noticed(notice));
  const terminal = new ProcessTerminal(clock, () => listener.changed());
  const printedUrls = new PrintedUrls();
  const runner = new ProcessRunner({
    ...parts,
    clock,
    random,
    spawner,
    terminal,
    outputFacts: () => ({ ...log.figures, printedUrl: printedUrls.url }),
    printedUrls,
    listener: {
      announced: (announcement) => {
        if (announcement.event === 'starting') supervised.outputBytes = 0;
        if (announcement.event === 'started') silence.started(name, supervised.spec);
        if (announcement.event === 'exited') silence.ended();
        generations.announced(announcement, runner.policy.successExitCodes);
        listener.announced(name, announcement);
      },
      transitioned: (from, to) => listener.transitioned(name, from, to),
      changed: () => {
        around.changed(runner);
        listener.changed();
      },
      output: (stream, chunk) => {
        silence.ended();
        supervised.outputBytes += chunk.length;
        log.append(stream, chunk, clock.wallTime());
        listener.output(name, stream, chunk);
        listener.changed();
      },
      outputEnded: () => generations.outputEnded(),
      hidden: (members) => listener.noticed({ name, text: describeHidden(members), trouble: true }),
      stopCommandFailed: (why) => {
        const text = `its stop command failed: ${why}; the stop signal takes its place`;
        listener.noticed({ name, text, trouble: true });
      },
    },
  });
  const { spec } = parts;
  const supervised: Supervised = { runner, log, generations, terminal, silence, config, spec, outputBytes: 0, leaving: false };
  return supervised;
}
