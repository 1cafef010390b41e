import type { EngineEvent } from '../../ports/container-engine.js';

/** No event is longer, in characters; what is goes on as lines that are no JSON. */
const longestLine = 1024 * 1024;

/** Cuts a stream of JSON documents, one a line, into its lines. */
export class JsonLines {
  #rest = '';
  readonly #decoder = new TextDecoder();

  /** Takes a chunk in and returns what it completes; what is no JSON is passed over. */
  take(chunk: Buffer): readonly unknown[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    const rest = lines.pop() ?? '';
    this.#rest = rest.length > longestLine ? '' : rest;
    return lines.flatMap((line) => {
      try {
        return line.trim() === '' ? [] : [JSON.parse(line) as unknown];
      } catch {
        return [];
      }
    });
  }
}

/** Reads one event; undefined where it is not about a container. */
export function readEvent(document: unknown): EngineEvent | undefined {
  const event = map(document);
  const actor = map(event.Actor);
  const attributes = map(actor.Attributes);
  // Old engines say less, Podman says it twice.
  const action = text(event.Action) || text(event.status);
  const id = text(actor.ID) || text(event.id);
  if ((event.Type ?? 'container') !== 'container' || action === '' || id === '') return undefined;
  // What is done inside a container changes nothing about it; health checks do it all the time.
  if (/^(exec_|attach|detach|resize|top|archive|copy|export|commit)/.test(action)) return undefined;
  const code = Number.parseInt(text(attributes.exitCode) || text(attributes.containerExitCode), 10);
  return {
    id,
    name: text(attributes.name),
    word: words[action] ?? 'other',
    ends: endsIt(text(attributes.signal)),
    exitCode: Number.isNaN(code) ? null : code,
    at: wallTime(event),
  };
}

const words: Readonly<Record<string, EngineEvent['word']>> = {
  kill: 'kill',
  stop: 'stop',
  die: 'die',
  died: 'die',
  cleanup: 'cleanup',
  oom: 'oom',
};

/** Podman does not name the signal. */
function endsIt(signal: string): boolean {
  return signal === '' || /^(SIG)?(2|3|9|15|INT|QUIT|KILL|TERM)$/.test(signal);
}

function wallTime({ timeNano, time }: Readonly<Record<string, unknown>>): number {
  if (typeof timeNano === 'number' && timeNano > 1e15) return timeNano / 1e6;
  // Whole seconds: the end of the second, so that it does not seem to be from before a start in the same one.
  return typeof time === 'number' ? time * 1000 + 999 : 0;
}

function map(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
