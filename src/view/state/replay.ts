/** What a mark on the time line stands for. */
export type MarkKind = 'crash' | 'exit' | 'restart' | 'unhealthy';

/** A moment, or a spell, on the time line. Monotonic milliseconds. */
export interface ReplayMark {
  readonly kind: MarkKind;
  readonly name: string;
  readonly from: number;
  /** The same as `from` where it is a moment. */
  readonly to: number;
}

/** How many times as fast as it happened. */
export const replaySpeeds: readonly number[] = [1, 2, 5, 10, 30, 60];

/** What was recorded, at an instant that can be chosen. All times are monotonic milliseconds. */
export interface Replay {
  /** The first and the last instant that there is. */
  readonly first: number;
  readonly last: number;
  /** The instant that is shown. */
  readonly at: number;
  /** Whether it goes on by itself. */
  readonly isPlaying: boolean;
  /** One of `replaySpeeds`. */
  readonly speed: number;
  readonly marks: readonly ReplayMark[];
  /** The same instant in milliseconds since 1970. */
  wallAt(at: number): number;
  /** Shows another instant, as near as there is. */
  goTo(at: number): void;
  /** Goes to the next event after this instant, or to the one before it. Returns whether there is one. */
  goToEvent(step: 1 | -1): boolean;
  /** Goes to the next crash after this instant, or to the one before it. Returns whose it is; undefined where there is none. */
  goToCrash(step: 1 | -1): string | undefined;
  /** Goes on by itself from here, from the beginning where it was at the end; or pauses. */
  play(isPlaying: boolean): void;
  /** Plays at the next speed, or at the one before. */
  changeSpeed(step: 1 | -1): void;
}
