import { describe, expect, it } from 'vitest';
import { Stage } from './stage.js';

describe('Values of secret variables', () => {
  it('are not in crash cards, causes and reasons, the inherited ones neither', async () => {
    const stage = new Stage({ environment: { GITHUB_TOKEN: 'inherited-secret', HOME: '/home/me' } });
    stage.watchdog.hideSecrets({ secrets: ['*_DSN'], secretValues: [] });
    stage.register({ autoRestart: false, env: { API_SECRET: 'own-secret', SHOP_DSN: 'dsn-secret', MODE: 'developing' } });
    await stage.start();
    const coded = Buffer.from('me:own-secret').toString('base64');
    stage.spawner.last.events.output(
      'stderr',
      Buffer.from(`Error: connect as inherited-secret, dsn-secret, ${coded}, developing\n`),
    );
    await stage.crash();
    const told = JSON.stringify([stage.watchdog.crashes('api'), stage.watchdog.getStatus(), stage.said]);
    expect(told).toContain('Error: connect as ***, ***, ');
    expect(told).toContain('developing');
    expect(told).not.toMatch(/inherited-secret|dsn-secret/);
    expect(told).not.toContain(coded);
  });

  it('are recognised causes all the same', async () => {
    const stage = new Stage();
    stage.register({ autoRestart: false, env: { DB_PASSWORD: 'postgres' } });
    await stage.start();
    stage.spawner.last.events.output('stderr', Buffer.from('FATAL: password authentication failed for user "postgres"\n'));
    await stage.crash();
    const [card] = stage.watchdog.crashes('api');
    expect(card?.causes[0]).toMatchObject({ kind: expect.not.stringMatching(/^error$/) });
    expect(JSON.stringify(card)).not.toContain('postgres');
  });

  it('are masked in any text that is redacted, also after a reload took them away', () => {
    const stage = new Stage();
    stage.register({
      env: { API_SECRET: 'own-secret' },
      healthCheck: { http: { url: 'http://localhost:1/', headers: { 'x-api-key': 'of-a-header' } } },
    });
    stage.watchdog.reload([]);
    expect(stage.watchdog.redact('own-secret of-a-header')).toBe('*** ***');
  });
});
