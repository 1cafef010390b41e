import fuzzysort from 'fuzzysort';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { chordLabel } from '../keys/chords.js';
import { overlayBelow } from '../state/ui.js';
import { fitLine, type Line, plainText, type Span, spreadLine } from '../text/span.js';
import { viewportAround } from '../text/viewport.js';
import type { Command, CommandContext } from './command.js';
import { runCommand } from './run.js';
import { focusProcess, meaning } from './target-members.js';

/** One thing that the palette can do: a command, on a process of its own where it has one; or going to a process. */
export interface PaletteEntry {
  /** What is searched and shown. */
  readonly text: string;
  readonly command: Command | undefined;
  readonly process: ProcessSnapshot | undefined;
}

/** Entries that fit what was typed, the best first, each with the places of its text that were hit. */
export interface PaletteMatch {
  readonly entry: PaletteEntry;
  readonly hits: readonly number[];
}

/**
 * All that the palette offers in the place where it was opened: the commands that can be run there, those on the selected process
 * with its name, then the processes to go to, and what can be done to the others.
 */
export function paletteEntries(ctx: CommandContext): readonly PaletteEntry[] {
  const { keymap, ui, processes } = ctx;
  const place = ui.overlay.name === 'palette' && ui.overlay.over !== undefined ? ui.overlay.over.name : ui.focus;
  const before = { ...ctx, ui: { ...ui, prompt: undefined, overlay: overlayBelow(ui.overlay) } };
  const here = keymap.commandsIn(place);
  const ofProcess = here.filter(({ of }) => of !== undefined);
  const common = here.filter((command) => command.keyOnly !== true && !ofProcess.includes(command) && applies(command, before));
  const selected = focusProcess(before)?.name ?? ctx.selected?.name;
  const actions = processes.flatMap((process) =>
    ofProcess
      .filter((command) => applies(command, meaning(process, before)))
      .map((command) => ({ text: command.of!(process), command, process })),
  );
  return withoutRepeats([
    ...actions.filter(({ process }) => process.name === selected),
    ...common.map((command) => ({ text: command.title, command, process: undefined })),
    ...processes.map((process) => ({ text: `${goTo}${process.name}`, command: undefined, process })),
    ...actions.filter(({ process }) => process.name !== selected),
  ]);
}

/** What is said of all replicas, and what two keys do, is offered once. */
function withoutRepeats(entries: readonly PaletteEntry[]): readonly PaletteEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ text }) => {
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

const goTo = 'go to ';

function applies({ isEnabled }: Command, ctx: CommandContext): boolean {
  return isEnabled?.(ctx) ?? true;
}

/**
 * The entries that fit `typed`, the best first: processes whose name has it, to go to them; then what begins with it, what has a
 * word that does, what has it inside, and what has its letters in their order. All, in their order, where nothing is typed.
 */
export function paletteMatches(entries: readonly PaletteEntry[], typed: string): readonly PaletteMatch[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return entries.map((entry) => ({ entry, hits: [] }));
  const ranked = entries.flatMap((entry, order) => {
    const isProcess = entry.command === undefined;
    const from = isProcess ? goTo.length : 0;
    const place = placeIn(entry.text.slice(from).toLowerCase(), wanted) ?? placeIn(entry.text.toLowerCase(), wanted);
    if (place === undefined) return [];
    // A name that only has the letters somewhere is no better than a command that does.
    const rank = isProcess && place.rank < scattered ? place.rank - scattered : place.rank;
    const shift = isProcess && place.text.length + from === entry.text.length ? from : 0;
    return [{ entry, order, rank, hits: place.hits.map((at) => at + shift) }];
  });
  return ranked
    .sort((one, other) => one.rank - other.rank || one.order - other.order)
    .map(({ entry, hits }) => ({ entry, hits }));
}

/** The rank of what has the letters in their order, and no more. */
const scattered = 4;

interface Found {
  readonly text: string;
  /** 0 is the whole, then its beginning, that of a word, any place, and the letters in their order. */
  readonly rank: number;
  readonly hits: readonly number[];
}

function placeIn(text: string, wanted: string): Found | undefined {
  const at = text.indexOf(wanted);
  const run = (from: number): readonly number[] => Array.from(wanted, (_, index) => from + index);
  if (text === wanted) return { text, rank: 0, hits: run(0) };
  if (at === 0) return { text, rank: 1, hits: run(0) };
  for (let word = at; word !== -1; word = text.indexOf(wanted, word + 1)) {
    if (/[^\p{L}\p{N}]$/u.test(text.slice(0, word))) return { text, rank: 2, hits: run(word) };
  }
  if (at !== -1) return { text, rank: 3, hits: run(at) };
  const letters = fuzzysort.single(wanted, text);
  return letters === null || letters.score < leastScore ? undefined : { text, rank: scattered, hits: letters.indexes };
}

const leastScore = 0.2;

/** Does what an entry says; where it has a process, that is selected first. What is dangerous asks: another entry is a line away. */
export function runEntry({ command, process }: PaletteEntry, ctx: CommandContext): void {
  const careful = { ...ctx, asksAlways: true };
  if (command === undefined && process !== undefined) {
    // A process that is gone to is to be seen.
    ctx.dispatch({ type: 'overlay', overlay: { name: 'none' } });
    ctx.dispatch({ type: 'select', name: process.name });
    ctx.dispatch({ type: 'focus', pane: 'table' });
  } else if (command !== undefined) {
    if (process !== undefined) ctx.dispatch({ type: 'select', name: process.name });
    runCommand(command, process === undefined ? careful : meaning(process, careful));
  }
}

/** The palette as a page of `height` lines, the one that Enter takes among them. */
export function palettePage(matches: readonly PaletteMatch[], at: number, width: number, height: number): readonly Line[] {
  if (matches.length === 0) return [fitLine([{ text: '   no process or command matches', tone: 'dim' }], width)];
  const { from, to } = viewportAround(at, matches.length, height);
  return matches.slice(from, to).map((match, index) => entryLine(match, from + index === at, width));
}

function entryLine({ entry: { text, command }, hits }: PaletteMatch, isTaken: boolean, width: number): Line {
  const key = command?.keys[0];
  const start: Span = { text: isTaken ? ' ▌ ' : '   ', bold: isTaken };
  const right: Line = [{ text: key === undefined ? ' ' : ` ${chordLabel(key)} `, tone: 'key' }];
  return spreadLine([start, ...marked(text, hits, isTaken)], right, Math.min(width, 72));
}

/** The text with what was hit in the colour of keys. */
function marked(text: string, hits: readonly number[], bold: boolean): Line {
  const hit = new Set(hits);
  const spans: Span[] = [];
  for (let from = 0; from < text.length; ) {
    const isHit = hit.has(from);
    let to = from + 1;
    while (to < text.length && hit.has(to) === isHit) to += 1;
    spans.push({ text: plainText(text.slice(from, to)), tone: isHit ? 'key' : 'plain', bold });
    from = to;
  }
  return spans;
}
