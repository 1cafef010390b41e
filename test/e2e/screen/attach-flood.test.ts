import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { builtProgram, Project, shows } from '../project.js';

/** Bytes of memory that a process has resident. */
function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

describe('an attached dashboard beside a flood', () => {
  it('follows it, takes keys, stays small, and has its very last line in the end', async () => {
    const flood = 'n=0; while :; do seq -f "flood %.0f" $n $((n + 20000)); n=$((n + 20001)); done';
    using project = new Project({
      noisy: { command: flood, autoRestart: false },
      calm: { command: 'echo calm; exec sleep 600' },
    });
    await using run = await ProgramRun.up(project.folder);
    await using terminal = project.open({ args: [builtProgram, 'attach'] });
    const newest = (): number =>
      Math.max(-1, ...terminal.screen().flatMap((line) => Number(/flood (\d+)/.exec(line)?.[1] ?? -1)));
    await terminal.until(() => newest() > 100_000, 'the flood');

    terminal.press('j');
    await terminal.until((screen) => screen.some((line) => /^ calm ?$|^ calm\s/.test(line)), 'another log');
    terminal.press('k', 'tab', 'k');
    // What is read falls out of what is kept within moments, which is said.
    await terminal.until((screen) => screen.some((line) => /held|older lines were dropped/.test(line)), 'that it is held');
    const { stdout } = await watchdog(project.folder, ['status', 'noisy', '--json']);
    expect(JSON.parse(stdout)[0].state).toBe('running');
    expect(residentBytes(terminal.pid)).toBeLessThan(400_000_000);

    terminal.press('tab', 'x');
    await terminal.until(shows('noisy', 'stopped'), 'its end');
    terminal.press('tab', 'G');
    const last = (await watchdog(project.folder, ['logs', 'noisy', '-n', '2'])).stdout.trim().split('\n').at(0)!;
    await terminal.until((screen) => screen.some((line) => line.includes(last)), `its last line, ${last}`);
    void run;
  });
});
