import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printedUrl } from '../../../src/policy/process/printed-url.js';

describe('the address in a line of output', () => {
  it.each([
    ['vite', '  ➜  Local:   http://localhost:5173/', 'http://localhost:5173/', true],
    ['the issue', 'Local: http://localhost:5173/', 'http://localhost:5173/', true],
    ['next', '   - Local:        http://localhost:3000', 'http://localhost:3000', true],
    ['next 13', '- ready started server on 0.0.0.0:3000, url: http://localhost:3000', 'http://localhost:3000', false],
    ['create-react-app', '  Local:            http://localhost:3000', 'http://localhost:3000', true],
    ['webpack-dev-server', '<i> [webpack-dev-server] Loopback: http://localhost:8080/', 'http://localhost:8080/', true],
    ['astro', '┃ Local    http://localhost:4321/', 'http://localhost:4321/', true],
    ['serve', '│   - Local:    http://localhost:3000    │', 'http://localhost:3000', true],
    ['nuxt', '> Local:    http://0.0.0.0:3000/', 'http://localhost:3000/', true],
    ['rails', '* Listening on http://127.0.0.1:3000', 'http://127.0.0.1:3000', false],
    ['django', 'Starting development server at http://127.0.0.1:8000/', 'http://127.0.0.1:8000/', false],
    ['flask', ' * Running on http://127.0.0.1:5000/ (Press CTRL+C to quit)', 'http://127.0.0.1:5000/', false],
    ['uvicorn', 'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)', 'http://127.0.0.1:8000', false],
    ['python', 'Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...', 'http://localhost:8000/', false],
    ['php', '[Tue] PHP 8.2.7 Development Server (http://localhost:8000) started', 'http://localhost:8000', false],
    ['hugo', 'Web Server is available at http://localhost:1313/ (bind address 127.0.0.1) ', 'http://localhost:1313/', false],
    ['parcel', 'Server running at http://localhost:1234', 'http://localhost:1234', false],
    ['fastify', '{"level":30,"msg":"Server listening at http://[::1]:3000"}', 'http://[::1]:3000', false],
    ['phoenix', '[info] Access ShopWeb.Endpoint at https://shop.localhost:4001', 'https://shop.localhost:4001', false],
    ['jekyll', '    Server address: http://127.0.0.1:4000/', 'http://127.0.0.1:4000/', false],
    ['gatsby', '⠀ http://localhost:8000/', 'http://localhost:8000/', false],
    ['a sentence', 'Open http://localhost:3000/docs, and log in.', 'http://localhost:3000/docs', false],
  ])('is found as %s prints it', (_, line, url, isLocal) => {
    expect(printedUrl(line)).toEqual({ url, isLocal });
  });

  it.each([
    'GET http://localhost:3000/health 200',
    'connecting to http://localhost:9200',
    'Error: server at http://localhost:4000 refused the connection',
    '[HPM] Proxy created: /api -> http://localhost:8080',
    'redirecting to http://localhost:3000/login, server says',
    'server running at http://example.com/',
    'server running at http://localhost.evil.com/',
    'server running at http://localhost@evil.com/',
    'listening on ftp://localhost/',
    'see http://localhost:3000 for more',
    'server is at xhttp://localhost:3000',
    'Network: http://192.168.1.7:5173/',
    '',
  ])('is not found in %j', (line) => {
    expect(printedUrl(line)).toBeUndefined();
  });

  it('is one that a browser opens and leads to this machine, whatever the line', () => {
    const pieces = fc.constantFrom(
      'http://',
      'localhost',
      ':80',
      '/',
      '@',
      '.evil.com',
      'Local: ',
      ' ',
      'running ',
      '[::1]',
      '\x1b',
      '"',
      '0.0.0.0',
      '?',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 9 }).map((all) => all.join('')),
        (line) => {
          const found = printedUrl(line);
          if (found === undefined) return;
          const { hostname, username, protocol } = new URL(found.url);
          expect({ username, protocol }).toEqual({ username: '', protocol: 'http:' });
          expect(hostname).toMatch(/^(.*\.)?localhost$|^127\.|^\[::1?\]$/);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
