// The program under test: it counts its visitors, and crashes when it is asked to.
import { createServer } from 'node:http';

let visitors = 0;
createServer(({ url }, response) => {
  if (url === '/crash') process.exit(1);
  if (url === '/visit') visitors += 1;
  response.end(`${visitors}\n`);
}).listen(Number(process.env.PORT), '127.0.0.1');
