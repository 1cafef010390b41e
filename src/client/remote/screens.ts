import type { TtySize } from '../../ports/spawner.js';
import type { TerminalMessage, TerminalPlace } from '../../protocol/documents.js';
import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { TypedPart } from '../../supervisor/terminal/typed-bytes.js';
import { RequestedSizes } from '../../view/state/requested-sizes.js';
import { RemoteInput, type RemoteTerminals } from './input.js';
import { RemoteScreen } from './screen.js';

/** Terminals in another program, as its client reaches them. */
export interface TerminalClient extends RemoteTerminals {
  /** The picture that is there, and what changes of it, until the signal aborts. */
  terminal(name: string, signal: AbortSignal): AsyncIterable<TerminalMessage>;
}

/** The screens of all processes in another program that have a terminal, and their keyboards. */
export class RemoteScreens {
  readonly #client: TerminalClient;
  readonly #changed: () => void;
  readonly #screens = new Map<string, RemoteScreen>();
  readonly #sizes = new RequestedSizes();
  readonly #input: RemoteInput;

  /** @param changed called when there is something new to see */
  constructor(client: TerminalClient, changed: () => void) {
    this.#client = client;
    this.#changed = changed;
    this.#input = new RemoteInput(client);
  }

  /** The screen of a process; undefined for one without a terminal. */
  of(name: string): ScreenReader | undefined {
    return this.#screens.get(name);
  }

  /** Reports what changed; null stands for a terminal that is not there any more. */
  take(places: Readonly<Record<string, TerminalPlace | null>>): void {
    for (const [name, place] of Object.entries(places)) {
      const screen = this.#screens.get(name);
      if (screen !== undefined && place?.id === screen.id) {
        screen.moved(place);
        continue;
      }
      screen?.leave();
      this.#screens.delete(name);
      if (place === null) continue;
      const open = (signal: AbortSignal) => this.#client.terminal(name, signal);
      this.#screens.set(name, new RemoteScreen(place, open, this.#changed));
    }
  }

  /** Gives a terminal the size of the pane here. */
  resize(name: string, size: TtySize): void {
    const screen = this.#screens.get(name);
    if (screen !== undefined && this.#sizes.give(name, screen.id, size)) this.#input.resize(name, size);
  }

  /** Types into a terminal, which then has the size of the pane here. */
  type(name: string, parts: readonly TypedPart[]): void {
    const screen = this.#screens.get(name);
    if (screen === undefined) return;
    const size = this.#sizes.of(name);
    const isOther = size !== undefined && (size.columns !== screen.size.columns || size.rows !== screen.size.rows);
    if (isOther) this.#input.resize(name, size);
    this.#input.type(name, parts);
  }

  /** Follows none any more. */
  leave(): void {
    for (const screen of this.#screens.values()) screen.leave();
  }
}
