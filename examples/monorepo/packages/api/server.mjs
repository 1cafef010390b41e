import { createServer } from 'node:http';
import { greeting } from '../shared/dist/greeting.mjs';

createServer((_request, response) => response.end(`${greeting('world')}\n`)).listen(Number(process.env.API_PORT), '127.0.0.1');
