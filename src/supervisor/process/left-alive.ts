import type { LeftBehind } from '../../policy/process/background.js';
import type { ChildHandle, TreeMember } from '../../ports/spawner.js';

/** What the generations of a process have left alive that is not found with its tree, so that it is named and not ended. */
export class LeftAlive {
  readonly #program: () => string | undefined;
  /** The child that has left a process of its own program, which could only be known by its name and start. */
  #leaver: ChildHandle | undefined;
  /** The children that may have left something which shows no environment. */
  readonly #hiding: ChildHandle[] = [];

  /** @param program the name that the system gives the program of the process, where it is known */
  constructor(program: () => string | undefined) {
    this.#program = program;
  }

  /** A child has ended well: what it has left alive, examined now. */
  after(child: ChildHandle | undefined): LeftBehind | undefined {
    const left = child?.leftBehind?.(this.#program());
    if (left?.background?.isMember === false) this.#leaver ??= child;
    return left;
  }

  /** Nothing of a child's tree is left: what may have come from it and shows no environment. */
  hiddenAfter(child: ChildHandle): readonly TreeMember[] {
    const hidden = this.#others(child.hidden?.() ?? []);
    if (hidden.length > 0) this.#hiding.push(child);
    return hidden;
  }

  /** The process of its own program that lives on outside of its tree, as far as is known. */
  get outside(): number | null {
    return this.#leaver?.leftBehind?.(this.#program())?.background?.pid ?? null;
  }

  /** What may have come from any of its generations and shows no environment, as far as it is alive. */
  get hidden(): readonly TreeMember[] {
    return this.#others(this.#hiding.flatMap((child) => child.hidden?.() ?? []));
  }

  #others(members: readonly TreeMember[]): readonly TreeMember[] {
    if (members.length === 0) return members;
    const { outside } = this;
    return members.filter(({ pid }) => pid !== outside);
  }
}
