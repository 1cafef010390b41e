import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SystemBrowser } from '../../../src/adapters/tty/browser.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const url = 'http://localhost:5173/';

describe('the browser of the system', () => {
  it('is opened by xdg-open, else by what BROWSER names, in its order', async () => {
    await using folder = await TemporaryFolder.make();
    const log = join(folder.path, 'log');
    const program = (name: string, code: number): void => {
      writeFileSync(join(folder.path, name), `#!/bin/sh\necho "${name} $*" >> ${log}\nexit ${code}\n`);
      chmodSync(join(folder.path, name), 0o755);
    };
    const environment = { PATH: `${folder.path}:/nowhere`, BROWSER: 'missing:lynx %s:firefox --new-tab %s' };
    const browser = new SystemBrowser({ environment, platform: 'linux' });
    expect(await browser.open(url)).toBe('there is no program that opens it: xdg-open was not found');
    program('lynx', 1);
    expect(await browser.open(url)).toBe('lynx ended with exit code 1');
    program('firefox', 0);
    expect(await browser.open(url)).toBeUndefined();
    program('xdg-open', 0);
    expect(await browser.open(url)).toBeUndefined();
    expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual([
      `lynx ${url}`,
      `lynx ${url}`,
      `firefox --new-tab ${url}`,
      `xdg-open ${url}`,
    ]);
  });

  it('is opened by open on macOS, and never on what is no web address', async () => {
    await using folder = await TemporaryFolder.make();
    const log = join(folder.path, 'log');
    writeFileSync(join(folder.path, 'open'), `#!/bin/sh\necho "$1" > ${log}\n`, { mode: 0o755 });
    const browser = new SystemBrowser({ environment: { PATH: folder.path }, platform: 'darwin' });
    for (const odd of ['file:///etc/passwd', '--help', 'javascript:alert(1)', 'http://a b']) {
      expect(await browser.open(odd)).toBe('it is not a web address');
    }
    expect(await browser.open(url)).toBeUndefined();
    expect(readFileSync(log, 'utf8')).toBe(`${url}\n`);
  });
});
