import { createServer } from 'node:http';

const api = `http://127.0.0.1:${process.env.API_PORT}/`;

createServer((_request, response) => {
  fetch(api)
    .then((answer) => answer.text())
    .then(
      (text) => response.end(`<h1>${text.trim()}</h1>\n`),
      (error) => response.writeHead(502).end(`${error.message}\n`),
    );
}).listen(Number(process.env.WEB_PORT), '127.0.0.1');
