import { describe, expect, it, vi } from 'vitest';
import { reload } from '../../src/cli/commands/requests.js';
import { ControlStage } from './control-stage.js';

describe('reload', () => {
  it.each([
    ['says what changes and ends with 0', { ok: true, text: 'reload: api restarts (env changed); 1 untouched' }, 0],
    ['says all that is wrong and ends with 78', { ok: false, text: 'watchdog.yaml:1:1: the file is empty' }, 78],
  ])('%s', async (_what, outcome, status) => {
    await using control = await ControlStage.open();
    control.reloaded = outcome;
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(await reload(control.client, false)).toBe(status);
      expect(write).toHaveBeenCalledWith(`${outcome.text}\n`);
    } finally {
      write.mockRestore();
    }
  });
});
