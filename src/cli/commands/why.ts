import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import { formatSeconds, formatWait, writtenDuration } from '../../policy/words/duration.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { WhyDocument } from '../../protocol/documents.js';
import { jsonText, print } from '../output/print.js';

/** Prints why a process is in its state, in words or as JSON. */
export async function why(client: ControlClient, name: string, json: boolean): Promise<void> {
  const document = await client.why(name);
  if (json) return print(`${jsonText(document, 2)}\n`);
  const lines = whyLines(document, nodeClock.wallTime());
  await print(`${lines.map(plainLine).join('\n')}\n`);
}

/** The answer in words. @param wallTime now, in milliseconds since 1970 */
export function whyLines({ status, dependencies, exits, cause, hint }: WhyDocument, wallTime: number): readonly string[] {
  const { circuit, nextStartInMs } = status;
  const row = (title: string, text: string): string => `  ${title.padEnd(12)}  ${text}`;
  const first = (title: string, texts: readonly string[]): readonly string[] =>
    texts.map((text, index) => row(index === 0 ? title : '', text));
  return [
    `${status.name}: ${status.reason}`,
    row('desired', status.desired),
    ...first(
      'depends on',
      dependencies.map(({ name, reason }) => `${name}: ${reason}`),
    ),
    ...first(
      'last exits',
      exits.map((exit) => `${explainEnd(exit)}, ${formatSeconds(wallTime - exit.at)} ago`),
    ),
    ...(cause === null ? [] : [row('likely cause', cause)]),
    ...(!hint ? [] : [row('output', hint)]),
    ...(nextStartInMs === null ? [] : [row('next start', `in ${formatWait(nextStartInMs)}`)]),
    ...(circuit.state === 'closed' && circuit.failures === 0
      ? []
      : [
          row(
            'circuit',
            `${circuit.state.replace('_', '-')}, failures that count: ${circuit.failures}, cooldown ${writtenDuration(circuit.cooldownMs)}`,
          ),
        ]),
  ];
}
