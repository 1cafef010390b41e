import { describe, expect, it } from 'vitest';
import { parseProcess } from '../../../src/config/resolve/parse-process.js';
import type { Probe } from '../../../src/ports/probe-runner.js';
import { makeParts } from '../../../src/supervisor/process/parts.js';

describe('PORT', () => {
  it('is in the environment of the process, of its exec checks and of its stop.command, above that of the shell', async () => {
    const config = parseProcess(
      { name: 'api', command: 'x', port: 3000, healthCheck: { exec: 'true' }, stop: { command: 'true' } },
      { directory: '/' },
    );
    const asked: Probe[] = [];
    const probes = {
      run: async (probe: Probe) => {
        asked.push(probe);
        return { ok: true, message: '' };
      },
    };
    const { spec, stopCommand, checks } = makeParts(config, { PORT: '1' }, probes, async () => ({ ok: true, message: '' }));
    await checks[0]!(new AbortController().signal);
    expect([spec, stopCommand, asked[0]].map((each) => (each as typeof spec).env.PORT)).toEqual(['3000', '3000', '3000']);
  });
});
