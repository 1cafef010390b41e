import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePrivate } from '../../../src/adapters/files/private-folder.js';
import { type SocketEnvironment, socketPath } from '../../../src/adapters/files/socket-path.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wd-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const linux: SocketEnvironment = { env: {}, platform: 'linux', temporaryFolder: '/tmp', userId: 1000 };

/** A folder in which the socket's path has exactly `bytes` bytes. */
function folderFor(bytes: number): string {
  const rest = bytes - Buffer.byteLength(`${folder}//.watchdog/watchdog.sock`);
  const path = join(folder, 'n'.repeat(rest));
  mkdirSync(path);
  return path;
}

describe('the path of the socket', () => {
  it('is in .watchdog as long as it fits: 107 bytes on Linux, 103 elsewhere', () => {
    expect(socketPath(folder, linux)).toBe(join(folder, '.watchdog/watchdog.sock'));
    expect(socketPath(folderFor(107), linux)).toHaveLength(107);
    expect(socketPath(folderFor(108), linux)).toMatch(/^\/tmp\/watchdog-1000\/[0-9a-f]{16}\.sock$/);
    expect(socketPath(folderFor(103), { ...linux, platform: 'darwin' })).toHaveLength(103);
    expect(socketPath(folderFor(104), { ...linux, platform: 'darwin' })).toMatch(/^\/tmp\/watchdog-1000\//);
  });

  it('counts bytes, not characters', () => {
    const wide = join(folder, 'ü'.repeat(45));
    mkdirSync(wide);
    expect(socketPath(wide, linux)).toMatch(/^\/tmp\/watchdog-1000\//);
  });

  it('is in the runtime folder before the temp folder, unless that is too long or no path', () => {
    const long = folderFor(120);
    const at = (runtime: string) => socketPath(long, { ...linux, env: { XDG_RUNTIME_DIR: runtime } });
    expect(at('/run/user/1000')).toMatch(/^\/run\/user\/1000\/watchdog-1000\/[0-9a-f]{16}\.sock$/);
    expect(at(`/${'r'.repeat(100)}`)).toMatch(/^\/tmp\//);
    expect(at('here')).toMatch(/^\/tmp\//);
  });

  it('is another for another folder, and the same by another way to it', () => {
    const [one, other] = [folderFor(120), folderFor(121)];
    symlinkSync(one, join(folder, 'link'));
    expect(socketPath(join(folder, 'link'), linux)).toBe(socketPath(one, linux));
    expect(socketPath(other, linux)).not.toBe(socketPath(one, linux));
  });
});

it('a folder for the socket that is a link is refused: another user may have put it there', () => {
  mkdirSync(join(folder, 'theirs'));
  symlinkSync(join(folder, 'theirs'), join(folder, 'ours'));
  expect(() => makePrivate(join(folder, 'ours'))).toThrow('is not a folder');
});
