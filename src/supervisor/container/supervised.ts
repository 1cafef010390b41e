import type { ContainerAnnouncement } from '../../policy/container/lifecycle.js';
import { containerName } from '../../policy/container/name.js';
import type { Crash } from '../../policy/diagnosis/crash.js';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { ContainerEngine, ContainerOutput } from '../../ports/container-engine.js';
import type { FileWatcher } from '../../ports/file-watcher.js';
import type { ProbeRunner } from '../../ports/probe-runner.js';
import type { Notice } from '../events/notice.js';
import type { UsagePoint } from '../history/exits.js';
import type { RateSpans } from '../log/rate-spans.js';
import { ContainerHistory } from './history.js';
import { ContainerLog } from './log.js';
import type { WatchedContainer } from './parts.js';
import { ContainerRunner } from './runner.js';

/** What the containers are supervised with. */
export interface ContainersPorts {
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  readonly random: Random;
  readonly probes: ProbeRunner;
  readonly watcher: FileWatcher;
}

/** Notified of what happens to any container. */
export interface ContainersListener {
  /** @param name what the engine calls it */
  announced(name: string, announcement: ContainerAnnouncement): void;
  transitioned(row: string, from: ProcessStateName, to: ProcessStateName): void;
  /** It wrote something, as it came. */
  output(row: string, output: ContainerOutput): void;
  /** It died, and the last of its output is there. */
  died(row: string, crash: Crash): void;
  /** A row or a log changed, or it is there no more. */
  changed(row: string): void;
  noticed(notice: Notice): void;
}

/** One container that is supervised, with its log and what has happened to it. */
export interface SupervisedContainer {
  readonly runner: ContainerRunner;
  readonly log: ContainerLog;
  readonly past: ContainerHistory;
}

/** What a container is supervised with. */
export interface SupervisedContainerParts {
  readonly ports: ContainersPorts;
  readonly spans: RateSpans;
  readonly listener: ContainersListener;
  /** Notified of every change of its snapshot, before the listener. */
  changed(): void;
  /** It has begun to run. */
  running(runner: ContainerRunner): void;
  /** The engine has said all about it. */
  inspected(runner: ContainerRunner): void;
  /** What its last life used at last; undefined where that was not measured. */
  usage(runner: ContainerRunner): UsagePoint | undefined;
  /** The engine did not answer. */
  lostEngine(reason: string): void;
}

/** Begins to supervise a container of which nothing is known yet. */
export function superviseContainer(watched: WatchedContainer, around: SupervisedContainerParts): SupervisedContainer {
  const { name } = watched;
  const row = containerName(name);
  const { ports, spans, listener } = around;
  const { clock } = ports;
  const log = new ContainerLog(
    { clock, spans },
    {
      changed: () => listener.changed(row),
      output: (output) => listener.output(row, output),
      figuresChanged: () => runner.refresh(),
      outputEnded: (from, to) => past.outputEnded(from, to),
    },
  );
  const past = new ContainerHistory({
    clock,
    runner: () => runner,
    lines: (from, to) => log.store.slice(from, to),
    usage: () => around.usage(runner),
    died: (crash) => listener.died(row, crash),
  });
  const runner: ContainerRunner = new ContainerRunner(watched, {
    ...ports,
    logFigures: () => log.figures,
    listener: {
      announced: (announcement) => {
        past.announced(announcement);
        if (announcement.event === 'container_exit') log.exited(announcement.exit, runner.watched.policy.successExitCodes);
        listener.announced(name, announcement);
      },
      transitioned: (from, to) => {
        past.transitioned(from, to);
        if (to === 'running') around.running(runner);
        listener.transitioned(row, from, to);
      },
      changed: () => {
        around.changed();
        listener.changed(row);
      },
      inspected: (container) => {
        log.follow(ports.engine, container);
        around.inspected(runner);
      },
      lostEngine: (reason) => around.lostEngine(reason),
    },
  });
  return { runner, log, past };
}
