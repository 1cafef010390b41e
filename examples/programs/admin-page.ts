// A page that shows and steers the project of this folder: PORT=8080 node admin-page.ts
import express from 'express';
import { connect, type StatusDocument, WatchdogError } from 'watchdog-tui';

const watchdog = await connect({ name: 'admin page' });
const app = express();

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const row = ({ name, state, health, reason }: StatusDocument): string =>
  `<tr><td>${escaped(name)}</td><td>${state}</td><td>${health}</td><td>${escaped(reason)}</td>
  <td><form method="post" action="/${encodeURIComponent(name)}/restart"><button>Restart</button></form></td></tr>`;

app.get('/', async (_request, response) => {
  response.send(`<!doctype html><title>Processes</title><table>${(await watchdog.status()).map(row).join('\n')}</table>`);
});

app.get('/:name/log', async (request, response) => {
  response.type('text/plain');
  for await (const message of watchdog.logs(request.params.name, { tail: 100 })) {
    if (message.event === 'line') response.write(`${message.data.text}\n`);
    if (message.event === 'missed') response.write(`(${message.data.lines} lines are missing)\n`);
  }
  response.end();
});

app.post('/:name/restart', async (request, response) => {
  const [outcome] = await watchdog.restart(request.params.name);
  response.status(outcome?.ok ? 200 : 409).send(outcome?.text);
});

app.get('/events', async (request, response) => {
  response.type('text/event-stream');
  const gone = new AbortController();
  request.on('close', () => gone.abort());
  for await (const message of watchdog.events({ follow: true, signal: gone.signal }))
    if (message.event === 'event') response.write(`data: ${JSON.stringify(message.data)}\n\n`);
});

const onError: express.ErrorRequestHandler = (error, _request, response, _next) => {
  const isUnknown = error instanceof WatchdogError && error.code === 'PROCESS_UNKNOWN';
  response.status(isUnknown ? 404 : 502).send(error instanceof Error ? error.message : String(error));
};
app.use(onError);

const server = app.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log(server.address()));
