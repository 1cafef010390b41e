import { type Crash, type CrashCard, withCrash } from '../../policy/diagnosis/crash.js';
import { type PortHolder, sayPortHolder } from '../../policy/diagnosis/port-holder.js';
import { redactAll } from '../../policy/words/redactor.js';
import type { CrashArchive } from '../../ports/crash-archive.js';

const none: readonly CrashCard[] = [];

/** The crash cards of all processes and containers, those of earlier runs among them where there is an archive. */
export class CrashBook {
  readonly #cards: Map<string, readonly CrashCard[]>;
  readonly #archive: CrashArchive | undefined;
  readonly #redact: (text: string) => string;
  readonly #portHolder: (port: number) => Promise<PortHolder | undefined>;
  readonly #changed: (name: string, card: CrashCard) => void;
  readonly #reported: (name: string, card: CrashCard) => void;

  /**
   * @param redact takes secrets out of a text; the cause was recognised before
   * @param portHolder who holds a port; undefined for nobody
   * @param changed called after every change, with the card of the newest death of that name
   * @param reported called once for each death, when all that is found out about it is there
   */
  constructor(
    archive: CrashArchive | undefined,
    redact: (text: string) => string,
    portHolder: (port: number) => Promise<PortHolder | undefined>,
    changed: (name: string, card: CrashCard) => void,
    reported: (name: string, card: CrashCard) => void,
  ) {
    this.#archive = archive;
    this.#cards = new Map(archive?.read());
    this.#redact = redact;
    this.#portHolder = portHolder;
    this.#changed = changed;
    this.#reported = reported;
  }

  /** The cards of a process, the newest last; the same array as long as nothing changed. */
  of(name: string): readonly CrashCard[] {
    return this.#cards.get(name) ?? none;
  }

  /** Takes a death in, and then who is in its way where a port is. */
  add(name: string, crash: Crash): void {
    this.#replace(name, withCrash(this.of(name), redactAll(crash, this.#redact)));
    const port = crash.causes.find((cause) => cause.kind === 'port_in_use')?.port ?? undefined;
    const card = this.of(name).at(-1)!;
    if (port === undefined) this.#reported(name, card);
    else void this.#nameHolder(name, card, port);
  }

  /** Ensures that nothing is lost at the end of the program. */
  close(): void {
    this.#archive?.close();
  }

  async #nameHolder(name: string, card: CrashCard, port: number): Promise<void> {
    const holder = await this.#portHolder(port);
    // It may have died again meanwhile, which asks again.
    const isNewest = this.of(name).includes(card);
    if (holder === undefined || !isNewest) {
      this.#reported(name, card);
      return;
    }
    const what = this.#redact(sayPortHolder(port, holder));
    const named = { ...card, causes: card.causes.map((cause) => (cause.kind === 'port_in_use' ? { ...cause, what } : cause)) };
    this.#replace(
      name,
      this.of(name).map((each) => (each === card ? named : each)),
    );
    this.#reported(name, named);
  }

  #replace(name: string, cards: readonly CrashCard[]): void {
    this.#cards.set(name, cards);
    this.#archive?.write(new Map(this.#cards));
    this.#changed(name, cards.at(-1)!);
  }
}
