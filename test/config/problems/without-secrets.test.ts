// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of the configuration.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { ConfigError } from '../../../src/config/problems/config-error.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const environment = { API_TOKEN: 'inherited-canary' };

/** All that is said of a configuration that is wrong, for people and for programs. */
async function complaintsOf(text: string, envText = 'DOT_SECRET=dotted-canary\n'): Promise<string> {
  await using folder = await TemporaryFolder.make();
  writeFileSync(join(folder.path, '.env'), envText);
  writeFileSync(join(folder.path, 'watchdog.yaml'), `envFile: [.env]\nprocesses:\n${text}\n`);
  try {
    loadConfig({ from: folder.path, environment });
  } catch (error) {
    if (error instanceof ConfigError) return `${error.message}\n${JSON.stringify(error.diagnostics)}`;
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

describe('what is said of a configuration has no secrets', () => {
  it.each([
    ['that were put into a value that is wrong', '  z: {command: x, ports: ["${API_TOKEN}"], schedule: "${DOT_SECRET}"}'],
    ['that were put into a name', '  z: {command: x, dependsOn: ["${API_TOKEN}"]}'],
    ['that were put into the path of a file', '  z: {command: x, envFile: ["${API_TOKEN}.env"]}'],
    ['that are in the line', '  z: {command: x, env: {MY_TOKEN: literal-canary}, bad: 1}'],
    [
      'that are in a header of the line',
      '  z: {command: x, healthCheck: {http: {url: "http://h", headers: {Authorization: "Bearer header-canary", x: [1]}}}}',
    ],
    ['that are in an address of the line', '  z: {command: x, healthCheck: {http: "htp://me:address-canary@h"}}'],
    ['that are in a line that cannot be read', '  z: {command: x, env: {MY_TOKEN: literal-canary, ]}'],
    ['of the shell that are in a line that cannot be read', '  z: {command: inherited-canary, ]'],
  ])('%s', async (_what, text) => {
    const said = await complaintsOf(text);
    expect(said).toContain('***');
    expect(said).not.toContain('canary');
  });

  it.each(['DOT_SECRET="dotted-canary', 'BROKEN "dotted-canary', '=dotted-canary', 'DOT SECRET=dotted-canary'])(
    'of a file of variables that cannot be read: %s',
    async (line) => {
      const said = await complaintsOf('  z: {command: x, bad: 1}', `${line}\n`);
      expect(said).not.toContain('canary');
    },
  );

  it('and keeps each place, and what is no secret', async () => {
    const said = await complaintsOf('  z: {command: x, env: {MY_TOKEN: literal-canary, MODE: development}, bad: 1}');
    const [frame = '', carets = ''] = said.split('\n').slice(1);
    expect(frame).toContain('env: {MY_TOKEN: **************, MODE: development}, bad: 1}');
    expect(frame.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('bad');
  });

  it('and shows references by their names', async () => {
    const said = await complaintsOf('  z: {command: x, env: {MY_TOKEN: "${API_TOKEN}", OTHER_TOKEN: "${NOT_THERE}"}}');
    expect(said).toContain('MY_TOKEN: "${API_TOKEN}"');
    expect(said).toContain('NOT_THERE');
  });
});
