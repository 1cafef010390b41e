import { describe, expect, it } from 'vitest';
import { processKeys } from '../../src/config/schema/process.js';
import { configReference } from './config-reference.js';

describe('the reference', () => {
  const { file, process } = configReference();

  it('has a row for every key, with a meaning', () => {
    const top = file.map((row) => row.key).filter((key) => !key.includes('.'));
    expect([...top].sort()).toEqual(
      [
        'name',
        'env',
        'envFile',
        'hooks',
        'secrets',
        'theme',
        'keys',
        'notify',
        'cgroups',
        'containers',
        'defaults',
        'processes',
      ].sort(),
    );
    expect(file.map((row) => row.key)).toContain('containers.names.NAME.circuit.threshold');
    expect(process.map((row) => row.key).filter((key) => !key.includes('.'))).toEqual(Object.keys(processKeys));
    for (const row of [...file, ...process]) expect(row.meaning, row.key).not.toBe('');
  });

  it.each([
    ['command', 'string', ''],
    ['args', 'list of strings', ''],
    ['stdin', 'open or closed', 'open'],
    ['autoRestart', 'true, false or on-failure', 'true'],
    ['healthCheck', 'map or null', ''],
    ['healthCheck.http', 'URL or map', ''],
    ['healthCheck.http.status', 'status, range or list', '200-399'],
    ['healthCheck.tcp', 'port or "host:port"', ''],
    ['healthCheck.http.matches', 'regular expression or null', 'null'],
    ['healthCheck.interval', 'duration', '30s'],
    ['readiness', 'map', ''],
    ['ports', 'list of ports', '[]'],
    ['backoff.max', 'duration', '30s'],
    ['circuit.threshold', 'whole number', '5'],
    ['successExitCodes', 'list of whole numbers', '[0]'],
    ['stop.command', 'string or null', 'null'],
  ])('%s takes %s, by default %j', (key, type, byDefault) => {
    expect(process.find((row) => row.key === key)).toMatchObject({ type, default: byDefault });
  });
});
