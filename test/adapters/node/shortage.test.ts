import { describe, expect, it } from 'vitest';
import { shortageIn } from '../../../src/adapters/node/shortage.js';

const fault = (code: string, syscall: string): Error => Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });

describe('what the system is short of', () => {
  it.each([
    [fault('ENOSPC', 'write'), /^the disk is full$/],
    [fault('ENOSPC', 'watch'), /watches of files; see fs\.inotify\.max_user_watches/],
    [fault('EMFILE', 'watch'), /watches of files/],
    [fault('EMFILE', 'open'), /no file descriptor/],
    [fault('EAGAIN', 'spawn'), /no more processes/],
  ])('is told by %s', (error, words) => {
    expect(shortageIn(error)).toMatch(words);
  });

  it.each([undefined, null, 'text', new Error('x'), fault('ENOENT', 'watch')])('is nothing in %s', (error) => {
    expect(shortageIn(error)).toBeUndefined();
  });
});
