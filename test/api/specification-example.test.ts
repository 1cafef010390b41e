import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ProcessState, Watchdog } from '../../src/index.js';
import { isAlive } from '../fixtures/alive.js';
import { freePort } from '../fixtures/free-port.js';

describe("the specification's usage example", () => {
  it('runs: a server with a function health check, events, container monitoring, status, shutdown', async () => {
    const port = await freePort();
    const watchdog = new Watchdog({ enableContainerMonitoring: true, healthCheckInterval: 15_000, handleSignals: false });
    watchdog.register({
      name: 'web-server',
      command: process.execPath,
      args: ['test/fixtures/demo/web.mjs'],
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { PORT: String(port) },
      autoRestart: true,
      maxRestarts: 10,
      healthCheck: async () => {
        try {
          const response = await fetch(`http://localhost:${port}/health`);
          return response.ok;
        } catch {
          return false;
        }
      },
    });
    const started: number[] = [];
    watchdog.on('started', ({ name, pid }) => {
      expect(name).toBe('web-server');
      started.push(pid);
    });
    const healthy = once(watchdog, 'health_ok');

    expect(await watchdog.start('web-server')).toBe(true);
    expect(watchdog.startContainerMonitoring('/workspace/.ploinky/agents.json')).toBeUndefined();
    expect(watchdog.startContainerMonitoring('/workspace/.ploinky/agents.json')).toEqual({
      ok: false,
      reason: 'Containers are monitored already',
    });
    await healthy;
    const status = watchdog.getStatus('web-server');
    expect(status).toMatchObject({
      name: 'web-server',
      state: ProcessState.RUNNING,
      pid: started[0],
      startCount: 1,
      restartCount: 0,
      healthFailures: 0,
      lastError: null,
    });
    expect(status?.lastStartTime).toBeGreaterThan(1_700_000_000_000);
    await watchdog.shutdown();
    expect(started.map(isAlive)).toEqual([false]);
    expect(watchdog.getStatus()).toMatchObject({ 'web-server': { state: 'stopped', pid: null, uptime: 0 } });
  });

  it("has the specification's refusals: no name or command, a name taken twice, a name that is not there", async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    expect(() => watchdog.register({ name: 'api', command: '' })).toThrow('Process name and command are required');
    watchdog.register({ name: 'api', command: 'true' });
    expect(() => watchdog.register({ name: 'api', command: 'true' })).toThrow("Process 'api' already registered");
    await expect(watchdog.start('apii')).rejects.toThrow("Process 'apii' not registered; did you mean 'api'?");
    expect(watchdog.getStatus('nobody')).toBeNull();
    await watchdog.shutdown();
  });
});
