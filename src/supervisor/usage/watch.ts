import { cpuBetween, memoryOf, type TreeReading } from '../../policy/process/usage.js';
import type { Clock } from '../../ports/clock.js';
import type { SampledTree, TreeUsages, UsageSampler } from '../../ports/usage-sampler.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { atMost } from '../unit/at-most.js';
import { DisplayedUsage } from './displayed.js';
import { restAfter, restAfterDisplayed } from './pace.js';

/** What a process used at one moment. */
export interface UsageSample {
  /** Milliseconds since 1970. Samples from before `lastStartTime` are of an earlier generation. */
  readonly at: number;
  /** Per cent of one core since the sample before, one decimal; of the process and all that descends from it. */
  readonly cpu: number;
  /** Bytes that are resident; what several processes share is counted for each. */
  readonly memory: number;
}

/** A process that is up, as a tree to be measured. */
export interface NamedTree extends SampledTree {
  readonly name: string;
}

/** Measures what the processes use, for those who read it. */
export interface UsageReader {
  /** Measures every 2 s, more rarely where that is dear, until the returned function is called; without a reader nothing is measured. */
  watch(): () => void;
  /** Brings the figures up to date for one reader, in less than half a second; readers in the next 10 s find them ready. */
  measure(): Promise<void>;
}

/** What a usage watch is made of. */
export interface UsageParts {
  readonly clock: Clock;
  readonly sampler: UsageSampler;
  /** The processes that are up now. */
  trees(): readonly NamedTree[];
  isKnown(name: string): boolean;
  /** A figure changed as far as it is shown. */
  changed(): void;
  /** The figures are read from now on, or no longer. */
  watched?(isWatched: boolean): void;
  /** Measures what is no tree of ours, such as containers. */
  measureOthers?(): Promise<void>;
}

interface Track {
  readonly pid: number;
  readonly reading: TreeReading;
  readonly unclaimedMs: number;
  readonly cpu: number | null;
}

const sampleMs = 2000;
const portsMs = 5000;
/** The first moments belong to the screen and its reader. */
const firstMs = 500;
/** Between the two readings of a single sample, and the least between any two: the system counts in hundredths of a second. */
const pairMs = 300;
const nearestMs = 250;
/** What is not older than this is measured since its start when it is first seen. */
const youngMs = 10_000;
const lingerMs = 10_000;
const keptSamples = 60;

/** Samples processor time, memory and ports of all that is up, in one pass, as long as the figures are displayed. */
export class UsageWatch implements UsageReader {
  readonly #parts: UsageParts;
  readonly #readers = new Set<object>();
  readonly #tracks = new Map<string, Track>();
  readonly #histories = new Map<string, readonly UsageSample[]>();
  readonly #seen = new DisplayedUsage();
  #ports: ReadonlyMap<string, readonly number[]> = new Map();
  #portsDueAt = 0;
  /** What the last sample cost, without the ports, which have a pace of their own. */
  #sampleWorkMs = 0;
  #timer: Disposable | undefined;
  #linger: Disposable | undefined;
  #passing: Promise<void> | undefined;
  #measuring: Promise<void> | undefined;
  #closed = false;

  constructor(parts: UsageParts) {
    this.#parts = parts;
  }

  watch(): () => void {
    const reader = {};
    this.#readers.add(reader);
    if (this.#readers.size === 1) this.#parts.watched?.(true);
    if (!this.#closed && this.#timer === undefined) this.#sampleIn(firstMs);
    return () => {
      if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
      this.#rest();
      this.#parts.watched?.(false);
    };
  }

  measure(): Promise<void> {
    this.#measuring ??= this.#measureOnce().finally(() => {
      this.#measuring = undefined;
    });
    return this.#measuring;
  }

  /** Whether the figures are read. */
  get isWatched(): boolean {
    return this.#readers.size > 0;
  }

  /** The last samples of a process, the oldest first, at most 60; they outlive it, so the last one shows how it was at its end. */
  history(name: string): readonly UsageSample[] {
    return this.#histories.get(name) ?? [];
  }

  /** The snapshot with the figures of its process; the same object for the same snapshot and figures. */
  of(snapshot: ProcessSnapshot): ProcessSnapshot {
    return this.#seen.of(snapshot);
  }

  /** The snapshots with their figures; the same array as long as nothing changed that is seen. */
  all(snapshots: readonly ProcessSnapshot[]): readonly ProcessSnapshot[] {
    return this.#seen.all(snapshots);
  }

  /** Measures no more. */
  close(): void {
    this.#closed = true;
    this.#linger?.[Symbol.dispose]();
    this.#rest();
  }

  #rest(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    // Figures that nobody renews would be taken for those of now.
    this.#tracks.clear();
    if (this.#seen.keepOnly(new Set()) && !this.#closed) this.#parts.changed();
  }

  async #measureOnce(): Promise<void> {
    const isWatched = this.#readers.size > 0;
    this.#lingerOn();
    if (!isWatched && !this.#closed) this.#sampleIn(sampleMs);
    const needsCpu = (): boolean => [...this.#tracks.values()].some(({ cpu }) => cpu === null);
    const isUnread = (): boolean => this.#parts.trees().some(({ name, pid }) => this.#tracks.get(name)?.pid !== pid);
    const others = this.#parts.measureOthers?.() ?? Promise.resolve();
    if (!isWatched || isUnread()) await this.#pass();
    await atMost(this.#parts.clock, pairMs, others);
    if (this.#closed || !needsCpu()) return;
    await new Promise<void>((resolve) => this.#parts.clock.setTimer(resolve, pairMs));
    await this.#pass();
  }

  /** Who reads once often reads again, and then the figures are there. */
  #lingerOn(): void {
    if (this.#closed) return;
    const stop = this.watch();
    this.#linger?.[Symbol.dispose](); // Not before the new one, or all that is known would be forgotten.
    const timer = this.#parts.clock.setTimer(stop, lingerMs);
    this.#linger = {
      [Symbol.dispose]: () => {
        timer[Symbol.dispose]();
        stop();
      },
    };
  }

  async #sampleAgain(): Promise<void> {
    await this.#pass();
    if (this.#closed || this.#readers.size === 0) return;
    this.#sampleIn(restAfterDisplayed(this.#sampleWorkMs, sampleMs));
  }

  #sampleIn(delayMs: number): void {
    // A reader that came during the pass may have set one already.
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#parts.clock.setTimer(() => void this.#sampleAgain(), delayMs);
  }

  #pass(): Promise<void> {
    // What cannot be measured now, as without a free file descriptor, is measured the next time; nobody is helped by an error.
    this.#passing ??= this.#readAll()
      .catch(() => {})
      .finally(() => {
        this.#passing = undefined;
      });
    return this.#passing;
  }

  async #readAll(): Promise<void> {
    const { clock, sampler, trees, isKnown, changed } = this.#parts;
    if (this.#closed) return;
    const asked = trees();
    const at = clock.now();
    const before = sampler.workMs;
    const usages: TreeUsages = asked.length === 0 ? new Map() : await sampler.sample(asked);
    this.#sampleWorkMs = sampler.workMs - before;
    await this.#readPorts(usages);
    if (this.#closed || this.#readers.size === 0) return;
    for (const name of this.#histories.keys()) if (!isKnown(name)) this.#histories.delete(name);
    const names = new Set(asked.map(({ name }) => name));
    for (const name of this.#tracks.keys()) if (!names.has(name)) this.#tracks.delete(name);
    for (const tree of asked) this.#track(tree, { at, members: [], ...usages.get(tree.mark) });
    if (this.#seen.keepOnly(names)) changed();
  }

  async #readPorts(usages: TreeUsages): Promise<void> {
    const { clock, sampler } = this.#parts;
    if (usages.size === 0 || clock.now() < this.#portsDueAt) return;
    const before = sampler.workMs;
    this.#ports = await sampler.ports(usages);
    this.#portsDueAt = clock.now() + restAfter(sampler.workMs - before, portsMs);
  }

  #track({ name, pid, mark }: NamedTree, reading: TreeReading): void {
    if (reading.members.length === 0) return;
    const track = this.#tracks.get(name);
    const last = track?.pid === pid ? track : undefined;
    if (last !== undefined && reading.at - last.reading.at < nearestMs) return;
    const before = last?.reading ?? birthOf(reading);
    const share = before && cpuBetween(before, reading, this.#parts.sampler.cores, last?.unclaimedMs ?? 0);
    const cpu = share === undefined ? null : Math.round(share.percent * 10) / 10;
    const memory = memoryOf(reading);
    this.#tracks.set(name, { pid, reading, unclaimedMs: share?.unclaimedMs ?? 0, cpu });
    if (cpu !== null) {
      const sample: UsageSample = { at: this.#parts.clock.wallTime(), cpu, memory };
      this.#histories.set(name, [...this.history(name), sample].slice(-keptSamples));
    }
    this.#seen.put(name, { pid, cpu, memory, ports: this.#ports.get(mark) ?? [] });
  }
}

/** The moment when a tree was born, which is a reading too: nothing was used. Undefined where that is too long ago, or just now. */
function birthOf({ at, members, cpuMs }: TreeReading): TreeReading | undefined {
  const lived = Math.max(...members.map(({ ageMs }) => ageMs));
  return lived >= nearestMs && lived <= youngMs
    ? { at: at - lived, members: [], cpuMs: cpuMs === undefined ? undefined : 0 }
    : undefined;
}
