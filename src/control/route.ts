import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActionOutcome, ReloadOutcome } from '../api/action-run.js';
import type { EventHistory } from '../supervisor/events/history.js';
import type { EventStream } from './event-stream.js';
import type { ScreenParts } from './screen-difference.js';
import type { TreeReadings } from './tree-views.js';

/** What the requests are about. */
export interface RouteContext extends ScreenParts {
  readonly history: EventHistory;
  readonly trees: TreeReadings;
  /** Reads the configuration again and applies it; a broken one changes nothing. */
  readonly reload: () => ReloadOutcome;
  /** Scales a process to so many replicas; throws WatchdogError USAGE where it has none. */
  readonly scale: (name: string, count: number) => Promise<ActionOutcome>;
  /** Distinguishes the runs of watchdogs. */
  readonly run: string;
  /** Begins the shutdown of the program, and reports it on the stream. */
  endFor(stream: EventStream): void;
}

/** One request and its answer. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

/** Answers a request. What it resolves to is sent as JSON; undefined means that it answers by itself. */
export type Route = (context: RouteContext, exchange: Exchange) => Promise<object | undefined>;
