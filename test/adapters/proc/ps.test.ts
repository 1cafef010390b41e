import { describe, expect, it } from 'vitest';
import { parsePs } from '../../../src/adapters/proc/ps.js';

/** What `LC_ALL=C TZ=UTC ps -axo pid=,ppid=,pgid=,state=,lstart=,comm=` prints on macOS. */
const recorded = `    1     0     1 Ss   Mon Nov  2 07:12:01 2026 /sbin/launchd
  341     1   341 Ss   Mon Nov  2 07:12:33 2026 /usr/libexec/logd
  612     1   612 S    Mon Nov  2 07:13:02 2026 /Applications/Google Chrome.app/Contents/MacOS/Google Chrome
  655   612   612 S    Mon Nov  2 07:13:05 2026 /Applications/Google Chrome.app/Contents/Frameworks/Google Chrome Helper (Renderer)
 4240   801  4240 S+   Tue Nov 24 09:05:59 2026 node
 4242  4240  4242 Ss   Tue Nov 24 09:06:00 2026 /bin/sh
 4243  4242  4242 R    Tue Nov 24 09:06:00 2026 (cat)
 4244  4242  4242 Z    Tue Nov 24 09:06:00 2026 (sleep)
 4250  4242  4250 T    Tue Nov 24 23:59:59 2026 -zsh
 4251  4242  4242 U+   Tue Nov 24 09:06:01 2026 dd
99999  4242  4242 I    Fri Dec 31 00:00:00 2027 a) S 1 1
`;

describe('the table that ps prints on macOS', () => {
  it('has a row for every process but the zombies', () => {
    expect(parsePs(recorded).map(({ pid }) => pid)).toEqual([1, 341, 612, 655, 4240, 4242, 4243, 4250, 4251, 99999]);
  });

  it('has the parent, the group, the start and the state', () => {
    expect(parsePs(recorded)[5]).toEqual({
      pid: 4242,
      parent: 4240,
      group: 4242,
      startTime: 20261124090600,
      runState: 'S',
      comm: 'sh',
    });
  });

  it('has start times that grow', () => {
    const times = parsePs(recorded).map(({ startTime }) => startTime);
    expect(times.at(-1)).toBe(20271231000000);
    expect([...times].sort((a, b) => a - b)).toEqual([...times.slice(0, 7), times[8], times[7], times[9]]);
  });

  it('keeps spaces and parentheses in the name of a command', () => {
    const names = parsePs(recorded).map(({ comm }) => comm);
    expect([names[2], names[3], names[6], names[9]]).toEqual([
      'Google Chrome',
      'Google Chrome Helper (Renderer)',
      '(cat)',
      'a) S 1 1',
    ]);
  });

  it('says stopped T, uninterruptible D and idle S, as Linux does', () => {
    expect([...parsePs(recorded)].slice(-3).map(({ runState }) => runState)).toEqual(['T', 'D', 'S']);
  });

  it('leaves out what is no row', () => {
    expect(parsePs('ps: illegal option\n\n')).toEqual([]);
  });
});
