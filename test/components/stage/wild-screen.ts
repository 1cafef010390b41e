import type { TtySize } from '../../../src/ports/spawner.js';
import { EmulatedScreen } from '../../../src/supervisor/terminal/emulated-screen.js';
import { FakeScreen } from './fake-screen.js';

/** A screen with whatever a program may have sent to it, as the terminal of a process shows it. */
export class WildScreen extends FakeScreen {
  readonly #screen = new EmulatedScreen(this.size, { changed: () => {}, answered: () => {} });

  /** One that has taken in all of a text. */
  static async showing(text: string): Promise<WildScreen> {
    const screen = new WildScreen();
    await new Promise<void>((parsed) => screen.#screen.write(Buffer.from(text), parsed));
    screen.cursor = screen.#screen.cursor;
    return screen;
  }

  override resize(size: TtySize): void {
    super.resize(size);
    this.#screen.resize(size);
    this.cursor = this.#screen.cursor;
  }

  override row(y: number, inverted?: number): string {
    return this.#screen.row(y, inverted);
  }
}
