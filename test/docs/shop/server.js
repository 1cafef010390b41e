// The shop's API, as far as the examples go.
const { createServer } = require('node:http');
createServer((_request, answer) => answer.end('{"db":"up"}')).listen(3000, '127.0.0.1', () => console.log('listening on 3000'));
