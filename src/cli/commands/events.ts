import type { ControlClient } from '../../client/client.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { EventRecord } from '../../protocol/documents.js';
import { eventWords } from '../../view/pages/event-words.js';
import { repeatFilter } from '../../view/pages/filter-events.js';
import { formatClock } from '../../view/text/times.js';
import { jsonText, print, warn } from '../output/print.js';
import { type Painter, painterFor } from '../output/text-sink.js';

/** Prints the events that are kept, as JSON all, for the user without what only repeats; with `follow` also those to come, until the watchdog ends. */
export async function showEvents(client: ControlClient, { follow, json }: { follow: boolean; json: boolean }): Promise<void> {
  const paint = painterFor(process.stdout);
  const saysMore = repeatFilter();
  for await (const message of client.events(follow)) {
    if (message.event === 'missed') warn(`${message.data.events} events came too fast and are not shown`);
    else if (json) await print(`${jsonText(message.data)}\n`);
    else if (saysMore(message.data)) await print(`${eventLine(message.data, paint)}\n`);
  }
}

/** An event as a line, in the words of the dashboard: when, whose, what. */
function eventLine(record: EventRecord, paint: Painter): string {
  const { whose, text, tone } = eventWords(record);
  return [paint(formatClock(record.at), 'dim'), plainLine(whose).padEnd(12), paint(plainLine(text), tone)].join('  ').trimEnd();
}
