import { isDeepStrictEqual } from 'node:util';
import { sayLeftovers } from '../../adapters/reaper/leftovers.js';
import type { ActionOutcome, ReloadOutcome } from '../../api/action-run.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { Scaled } from '../../config/ports/replicas.js';
import { type ConfigProblem, problemOf } from '../../config/problems/config-error.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { WatchdogError } from '../../policy/words/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { FileWatcher } from '../../ports/file-watcher.js';
import { Listeners } from '../../supervisor/events/listeners.js';
import type { Notice } from '../../supervisor/events/notice.js';
import type { Reload } from '../../supervisor/reload.js';
import type { DashboardNews } from '../../view/state/news.js';
import { Scaling, scaleOutcome, scaleService } from './scaling.js';

/** Milliseconds of quiet after a save: an editor writes a file in several steps. */
const quietMs = 150;

/** Milliseconds of quiet before a save ends what runs, or takes variables from it: a half-written file may be valid, and lack the other half. */
const removalMs = 2000;

/** What a reload needs. */
export interface ConfigReloadParts {
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  /** Reads the configuration with these replicas; throws WatchdogError where it cannot be used. */
  load(scaled: Scaled): Configuration;
}

/** Reads the configuration again when it was saved or it is asked for. What cannot be used changes nothing but is said. */
export class ConfigReload implements DashboardNews {
  readonly #parts: ConfigReloadParts;
  readonly #problems = new Listeners<[problem: ConfigProblem | undefined]>();
  readonly #scaling = new Scaling();
  readonly #loaded = new Listeners<[configuration: Configuration]>();
  #problem: ConfigProblem | undefined;
  #watched: { readonly files: readonly string[]; readonly handle: Disposable } | undefined;
  #quiet: Disposable | undefined;
  /** What is in force, once its files are watched. */
  #configuration: Configuration | undefined;
  #rewatch: (configuration: Configuration) => void = () => {};

  constructor(parts: ConfigReloadParts) {
    this.#parts = parts;
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    const { leftovers } = this.#parts.watchdog;
    if (leftovers.length > 0) listener({ text: sayLeftovers(leftovers), trouble: true });
    return this.#parts.watchdog.onNotice(listener);
  }

  onProblem(listener: (problem: ConfigProblem | undefined) => void): () => void {
    if (this.#problem !== undefined) listener(this.#problem);
    return this.#problems.add(listener);
  }

  /** Calls `listener` with every configuration that is read again and can be used. Returns the way to stop it. */
  onLoaded(listener: (configuration: Configuration) => void): () => void {
    return this.#loaded.add(listener);
  }

  reload(): ReloadOutcome {
    let configuration: Configuration;
    try {
      configuration = this.#load();
    } catch (error) {
      if (!(error instanceof WatchdogError)) throw error;
      const problem = problemOf(error);
      this.#setProblem(problem);
      return { ok: false, text: problem.text, problem };
    }
    return { ok: true, text: this.#goOver(configuration, 'reload').text };
  }

  /**
   * Scales a process to so many replicas, until the file says another number than now, and waits for what becomes of it; of a
   * service, its Swarm does.
   * @throws WatchdogError USAGE where the file has no replicas of it
   */
  async scale(name: string, count: number): Promise<ActionOutcome> {
    const { watchdog, clock, load } = this.#parts;
    if (watchdog.getStatus(name)?.kind === 'service') return scaleService(watchdog, clock, name, count);
    try {
      const configuration = this.#scaling.scale(name, count, load);
      const reload = this.#goOver(configuration, `scale ${name}=${count}`);
      return await scaleOutcome(watchdog, clock, { name, count, reload });
    } catch (error) {
      if (!(error instanceof WatchdogError) || error.code === 'USAGE') throw error;
      return { ok: false, text: error.message };
    }
  }

  #load(): Configuration {
    return this.#scaling.load((scaled) => this.#parts.load(scaled));
  }

  #goOver(configuration: Configuration, title: string): Reload {
    this.#setProblem(undefined);
    this.#configuration = configuration;
    this.#rewatch(configuration);
    this.#loaded.notify(configuration);
    this.#parts.watchdog.hideSecrets(configuration);
    void this.#parts.watchdog.monitorContainers(configuration.containers);
    return this.#parts.watchdog.reload(configuration.processes, title);
  }

  /** From now on reloads after every save of a file of the configuration; `complain` is called where that cannot be noticed. */
  watch(watcher: FileWatcher, configuration: Configuration, complain: (text: string) => void): void {
    const changed = (): void => {
      this.#quiet?.[Symbol.dispose]();
      this.#quiet = this.#parts.clock.setTimer(() => this.#saved(), quietMs);
    };
    const failed = (message: string): void =>
      complain(`the configuration cannot be watched for changes; watchdog reload or SIGUSR2 reloads it: ${message}`);
    this.#rewatch = ({ directory, files }) => {
      if (isDeepStrictEqual(files, this.#watched?.files)) return;
      this.#watched?.handle[Symbol.dispose]();
      this.#watched = { files, handle: watcher.watch({ directory, paths: files, ignore: [] }, { changed, failed }) };
    };
    this.#configuration = configuration;
    this.#rewatch(configuration);
  }

  #saved(): void {
    if (this.#takesAway()) this.#quiet = this.#parts.clock.setTimer(() => void this.reload(), removalMs);
    else this.reload();
  }

  /** Whether what the files say now lacks a process that runs, or a variable of its environment. */
  #takesAway(): boolean {
    const { watchdog } = this.#parts;
    try {
      const next = byName(this.#load());
      const before = byName(this.#configuration);
      return watchdog.snapshots().some(({ kind, name, pid }) => {
        if (kind !== 'process' || pid === null) return false;
        const env = next.get(name)?.env;
        return env === undefined || Object.keys(before.get(name)?.env ?? {}).some((variable) => !Object.hasOwn(env, variable));
      });
    } catch {
      return false; // The reload says what is wrong with it.
    }
  }

  #setProblem(problem: ConfigProblem | undefined): void {
    if (problem?.text === this.#problem?.text) return;
    this.#problem = problem;
    this.#problems.notify(problem);
  }
}

function byName(configuration: Configuration | undefined): ReadonlyMap<string, Configuration['processes'][number]> {
  return new Map(configuration?.processes.map((config) => [config.name, config]));
}
