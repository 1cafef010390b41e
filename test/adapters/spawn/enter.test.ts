import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { hasProc } from '../../../src/adapters/proc/table.js';
import { isEntering } from '../../../src/adapters/spawn/enter.js';

it.runIf(hasProc)('a shell in between that ends is at no moment taken for the wanted program', async () => {
  for (let child = 0; child < 40; child += 1) {
    const shell = spawn('/bin/sh', ['-c', '{ echo 0 >/dev/null; }; exit 127']);
    const seen = new Set<boolean | undefined>();
    while (!seen.has(undefined)) seen.add(isEntering(shell.pid!));
    expect([...seen]).not.toContain(false);
    if (shell.exitCode === null) await once(shell, 'exit');
  }
});
