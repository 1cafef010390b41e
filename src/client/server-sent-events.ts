/** A message of a stream: the name of the event, and what its JSON says. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: unknown;
}

/** Reads the server-sent events of an answer, as the control server writes them. */
export async function* serverSentEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) yield parse(message);
  }
}

function parse(message: string): ServerSentEvent {
  const fields = new Map(
    message.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
  return { event: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? 'null') };
}
