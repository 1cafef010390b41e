// The client of db.mjs.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Connects, and returns a function that sends one request at a time. Without the database the program ends, and is restarted. */
export async function openDatabase() {
  const socket = connect(Number(process.env.DB_PORT), '127.0.0.1');
  await once(socket, 'connect');
  const lines = createInterface({ input: socket });
  socket.on('close', () => {
    console.error('the database is gone');
    process.exit(1);
  });
  let last = Promise.resolve();
  return (request) => {
    last = last.catch(() => {}).then(() => ask(request));
    return last;
  };

  async function ask(request) {
    socket.write(`${JSON.stringify(request)}\n`);
    const [line] = await once(lines, 'line');
    const { result, error } = JSON.parse(line);
    if (error !== undefined) throw new Error(error);
    return result;
  }
}
