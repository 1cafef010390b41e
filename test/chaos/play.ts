import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ControlClient } from '../../src/client/client.js';
import type { StatusDocument } from '../../src/protocol/documents.js';
import { Project } from '../e2e/project.js';
import type { Terminal } from '../e2e/terminal.js';
import { castDefaults, castOf } from './cast.js';
import { screenRows } from './screen-rows.js';
import { Sightings } from './sightings.js';
import { contradiction, isSameMoment } from './truths.js';
import { untilAnswered } from './until-answered.js';

/** The size at which every row and every column is seen. */
export const fullSize = { columns: 150, rows: 130 };

const pollEveryMs = 20;
/** Ends a hung round only: one that crashes twice a second stands still for a poll rarely enough where each poll takes as long. */
const longestQuietMs = 120_000;

/** A run of the built program in a real terminal on the whole cast, its control socket, and whoever was seen of it. */
export class Play implements AsyncDisposable {
  readonly terminal: Terminal;
  readonly client: ControlClient;
  readonly names: readonly string[];
  readonly #project: Project;
  #sightings: Sightings | undefined;

  private constructor(copies: number) {
    const cast = castOf(copies);
    this.names = Object.keys(cast);
    this.#project = new Project(cast, { defaults: castDefaults });
    this.client = new ControlClient(this.#project.folder);
    this.terminal = this.#project.open({ ...fullSize, env: { WATCHDOG_MARKER: undefined } });
  }

  /** Starts it and waits until its table is drawn and its socket answers. */
  static async open(copies: number): Promise<Play> {
    const play = new Play(copies);
    try {
      await play.terminal.until((screen) => screenRows(screen).size === play.names.length, 'the whole table', 20_000);
      play.#sightings = new Sightings(play.terminal.pid, play.#runId());
      await untilAnswered(play.client);
      return play;
    } catch (error) {
      await play[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The folder of its configuration. */
  get folder(): string {
    return this.#project.folder;
  }

  /** Whoever was seen. */
  get sightings(): Sightings {
    if (this.#sightings === undefined) throw new Error('the play has not begun');
    return this.#sightings;
  }

  /** Reads the process table once. Throws where one process has two children, or two generations. */
  look(): ReturnType<Sightings['look']> {
    const alive = this.sightings.look();
    for (const owner of new Set(alive.map((each) => each.owner))) {
      if (owner === 'a check') continue;
      const leaders = this.sightings.leadersAmong(alive, owner);
      const stillAlive = (): boolean => leaders.every((each) => this.sightings.isAlive(each));
      const pids = leaders.map(({ row }) => row.pid);
      if (leaders.length > 1 && stillAlive()) throw new Error(`${owner} has ${leaders.length} children: pid ${pids.join(', ')}`);
      const [leader] = leaders;
      if (leader === undefined || leaders.length > 1) continue;
      const older = alive.find((each) => each.owner === owner && each.row.startTime < leader.row.startTime);
      if (older !== undefined && this.sightings.isAlive(older) && stillAlive()) {
        throw new Error(`${owner} was started as pid ${leader.row.pid} while pid ${older.row.pid} of its last run was alive`);
      }
    }
    return alive;
  }

  /**
   * Waits until status, process table and screen have agreed on every process, each at a moment of its own, since some crash
   * again and again. Throws with the contradictions where they do not.
   */
  async untilQuiet(readStatus: () => Promise<readonly StatusDocument[]> = () => this.client.status([])): Promise<void> {
    const deadline = performance.now() + longestQuietMs;
    const open = new Set(this.names);
    let before = await readStatus();
    for (;;) {
      const alive = this.look();
      const rows = screenRows(this.terminal.screen());
      const contradictions: string[] = [];
      const after = await readStatus();
      for (const status of after) {
        const { name } = status;
        if (!open.has(name)) continue;
        const own = alive.filter((each) => each.owner === name);
        const leaders = this.sightings.leadersAmong(alive, name);
        const what = isSameMoment(
          before.find((each) => each.name === name),
          status,
        )
          ? contradiction({ status, alive: own, leaders, row: rows.get(name) })
          : `${name} changes all the time`;
        if (what === undefined) open.delete(name);
        else contradictions.push(what);
      }
      if (open.size === 0) return;
      if (performance.now() > deadline) {
        const screen = this.terminal.screen().filter((line) => line !== '');
        throw new Error(['there was no quiet:', ...contradictions, 'on the screen', ...screen].join('\n'));
      }
      await delay(pollEveryMs);
      before = after;
    }
  }

  /** Ends it, and whoever was seen. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#sightings?.[Symbol.dispose]();
    await this.terminal[Symbol.asyncDispose]();
    this.#sightings?.[Symbol.dispose]();
    this.#project[Symbol.dispose]();
  }

  #runId(): string {
    return JSON.parse(readFileSync(join(this.folder, '.watchdog/journal.json'), 'utf8')).runId;
  }
}
