// POST /orders takes an order, GET /orders lists them, GET /health asks the database.
import { createServer } from 'node:http';
import { openDatabase } from './database.mjs';

const database = await openDatabase();

async function answer({ method, url }) {
  if (url === '/health') return { orders: (await database({ operation: 'all', list: 'orders' })).length };
  if (url === '/orders' && method === 'POST') {
    const number = await database({ operation: 'add', list: 'orders', value: { state: 'new' } });
    console.log(`order ${number} is new`);
    return { number };
  }
  if (url === '/orders') return database({ operation: 'all', list: 'orders' });
  return undefined;
}

createServer((request, response) => {
  answer(request).then(
    (body) => response.writeHead(body === undefined ? 404 : 200).end(`${JSON.stringify(body ?? 'not found')}\n`),
    (error) => response.writeHead(500).end(`${JSON.stringify(error.message)}\n`),
  );
}).listen(Number(process.env.API_PORT), '127.0.0.1', () => console.log(`API on port ${process.env.API_PORT}`));
