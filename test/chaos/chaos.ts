import type { StatusDocument } from '../../src/protocol/documents.js';
import { runProgram } from '../e2e/run-program.js';
import { type Action, chooseActions } from './actions.js';
import { Dice } from './dice.js';
import { type Aftermath, endBy, type Finale, finales } from './finale.js';
import { Play } from './play.js';

/** What a chaos run is made of. */
export interface ChaosRequest {
  readonly seed: number;
  /** How many of every kind of child. */
  readonly copies: number;
  /** Whether there is to be another step. */
  readonly goesOn: (steps: number) => boolean;
  /** How it ends; the seed decides where it is left out. */
  readonly finale?: Finale;
}

/** What came of a chaos run. */
export interface ChaosReport extends Aftermath {
  readonly actions: number;
  /** How many different processes of the system were seen. */
  readonly pids: number;
  readonly finale: Finale;
}

/**
 * Does to a run of the built program whatever the seed says, and looks after every step whether status, process table and screen
 * agree. Throws at the first broken promise, with the actions that led there.
 */
export async function chaos({ seed, copies, goesOn, finale }: ChaosRequest): Promise<ChaosReport> {
  const dice = new Dice(seed);
  const done: string[] = [];
  await using play = await Play.open(copies);
  try {
    await play.untilQuiet();
    for (let steps = 0; goesOn(steps); steps += 1) {
      const actions = chooseActions(dice, play.names);
      done.push(...actions.map(({ what }) => what));
      await doAll(actions, play);
      await play.untilQuiet();
    }
    await play.untilQuiet(() => statusByProgram(play));
    const way = finale ?? dice.oneOf(finales);
    done.push(`end by ${way}`);
    const aftermath = await endBy(way, play);
    return { ...aftermath, actions: done.length, pids: play.sightings.count, finale: way };
  } catch (error) {
    const last = done.slice(-12).join('\n  ');
    throw new Error(`seed ${seed}, action ${done.length}: ${(error as Error).message}\nafter\n  ${last}`, { cause: error });
  }
}

/** Does them at once, and does not go on before all are through, even where one fails. */
async function doAll(actions: readonly Action[], play: Play): Promise<void> {
  const ends = await Promise.allSettled(actions.map(({ run }) => run(play)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function statusByProgram({ folder }: Play): Promise<readonly StatusDocument[]> {
  const { out, err, code } = await runProgram(['status', '--json'], folder);
  if (code !== 0) throw new Error(`watchdog status --json ended with ${code}: ${err}`);
  return JSON.parse(out);
}
