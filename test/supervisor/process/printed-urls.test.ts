import { describe, expect, it } from 'vitest';
import { PrintedUrls } from '../../../src/supervisor/process/printed-urls.js';

const take = (urls: PrintedUrls, text: string, stream: 'stdout' | 'stderr' = 'stdout') => urls.take(stream, Buffer.from(text));

describe('the address in the output of a process', () => {
  it('is found through colours, and across chunks', () => {
    const urls = new PrintedUrls();
    expect(take(urls, 'VITE ready\n  \x1b[32m➜\x1b[39m  \x1b[1mLocal\x1b[22m:   \x1b[36mhttp://local')).toBe(false);
    expect(urls.url).toBeNull();
    expect(take(urls, 'host:\x1b[1m5173\x1b[22m/\x1b[39m')).toBe(false);
    expect(take(urls, '\n')).toBe(true);
    expect(urls.url).toBe('http://localhost:5173/');
  });

  it('is the first one, or the one that is called local', () => {
    const urls = new PrintedUrls();
    take(urls, 'Server running at http://127.0.0.1:1\nServer running at http://127.0.0.1:2\n');
    expect(urls.url).toBe('http://127.0.0.1:1');
    take(urls, 'Local: http://localhost:3/\nLocal: http://localhost:4/\n');
    expect(urls.url).toBe('http://localhost:3/');
  });

  it('does not mix the streams', () => {
    const urls = new PrintedUrls();
    take(urls, 'Local: ');
    take(urls, 'http://localhost:1/\n', 'stderr');
    take(urls, 'nothing\n');
    expect(urls.url).toBe('http://localhost:1/'); // Alone in its line.
  });

  it('is forgotten with the generation', () => {
    const urls = new PrintedUrls();
    take(urls, 'Local: http://localhost:1/\nLocal: ');
    urls.reset();
    expect(urls.url).toBeNull();
    take(urls, 'http://example.com/\n');
    expect(urls.url).toBeNull();
  });

  it('is not searched for in what comes after four megabytes', () => {
    const urls = new PrintedUrls();
    take(urls, `${'x'.repeat(4_000_000)}\n`);
    expect(take(urls, 'Local: http://localhost:1/\n')).toBe(false);
  });
});
