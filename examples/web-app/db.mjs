// The database: lists of JSON values, kept in a file, over TCP. A request is one line, and so is its answer.
// In your project this is PostgreSQL, Redis or whatever you use.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const file = 'data.json';
const lists = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

const operations = {
  create: ({ list }) => (lists[list] ??= []),
  all: ({ list }) => known(list),
  add: ({ list, value }) => known(list).push(value),
  replace: ({ list, index, value }) => {
    known(list)[index] = value;
  },
};

function known(list) {
  if (lists[list] === undefined) throw new Error(`there is no list "${list}"; has the migration run?`);
  return lists[list];
}

function answer(line) {
  try {
    const request = JSON.parse(line);
    const result = operations[request.operation](request) ?? null;
    writeFileSync(`${file}.new`, JSON.stringify(lists));
    renameSync(`${file}.new`, file);
    return { result };
  } catch (error) {
    return { error: error.message };
  }
}

createServer((socket) => {
  socket.on('error', () => {});
  createInterface({ input: socket }).on('line', (line) => socket.write(`${JSON.stringify(answer(line))}\n`));
}).listen(Number(process.env.DB_PORT), '127.0.0.1', () => console.log(`database on port ${process.env.DB_PORT}`));
