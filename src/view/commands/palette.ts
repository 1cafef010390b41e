import fuzzysort from 'fuzzysort';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { chordLabel } from '../keys/chords.js';
import { fitLine, type Line, plainText, type Span, spreadLine } from '../text/span.js';
import { viewportAround } from '../text/viewport.js';
import type { Command, CommandContext } from './command.js';
import { runCommand } from './run-command.js';
import { meaning } from './target-members.js';

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

const leastScore = 0.2;

/** The commands that make no sense in a list of commands. */
const left: ReadonlySet<string> = new Set(['palette.open', 'go.back']);

/** All that the palette offers in this place, before anything is typed: commands first, then the processes with what can be done to them. */
export function paletteEntries({ keymap, ui, processes }: CommandContext): readonly PaletteEntry[] {
  const here = keymap.commandsIn(ui.focus);
  const common = here.filter(({ id, footer }) => !left.has(id) && !(id.includes('select.') && footer === undefined));
  const ofProcess = here.filter(({ id }) => id.startsWith('process.'));
  return [
    ...common
      .filter((command) => !ofProcess.includes(command))
      .map((command) => ({ text: command.title, command, process: undefined })),
    ...processes.map((process) => ({ text: `go to ${process.name}`, command: undefined, process })),
    ...processes.flatMap((process) =>
      ofProcess.map((command) => ({
        text: `${command.id.replace('process.', '').replace('-', ' and ')} ${process.name}`,
        command,
        process,
      })),
    ),
  ];
}

/** The entries that fit `typed`; all of them, in their order, where nothing is typed. */
export function paletteMatches(entries: readonly PaletteEntry[], typed: string): readonly PaletteMatch[] {
  if (typed.trim() === '') return entries.map((entry) => ({ entry, hits: [] }));
  const found = fuzzysort.go(typed, entries, { key: 'text', limit: 0, threshold: leastScore });
  return found.map(({ obj, indexes }) => ({ entry: obj, hits: indexes }));
}

/** Does what an entry says; where it has a process, that is selected first. */
export function runEntry({ command, process }: PaletteEntry, ctx: CommandContext): void {
  if (process !== undefined) ctx.dispatch({ type: 'select', name: process.name });
  if (command === undefined) return;
  runCommand(command, process === undefined ? ctx : meaning(process, ctx));
}

/** The palette as a page of `height` lines, the one that Enter takes among them. */
export function palettePage(matches: readonly PaletteMatch[], at: number, width: number, height: number): readonly Line[] {
  if (matches.length === 0) return [fitLine([{ text: '   no command and no process is called like this', tone: 'dim' }], width)];
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
