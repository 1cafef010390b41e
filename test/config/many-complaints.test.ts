import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/problems/config-error.js';
import { parseConfiguration } from '../../src/config/resolve/configuration.js';
import { processorTime } from '../fixtures/processor-time.js';

const lines = (count: number, line: (index: number) => string): string =>
  `processes:\n${Array.from({ length: count }, (_each, index) => line(index)).join('\n')}\n`;

function parse(text: string): ConfigError | undefined {
  try {
    parseConfiguration([{ file: '/project/watchdog.yaml', text }], {});
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

const cost = (text: string): Promise<number> => processorTime(() => parse(text));

const kinds: Record<string, (index: number) => string> = {
  'without complaints': (index) => `  p${index}: {command: sleep 1}`,
  'with a complaint each': (index) => `  p${index}: {command: sleep 1, commando: x}`,
  'that depend on each other in a chain': (index) => `  p${index}: {command: sleep 1, dependsOn: [p${Math.max(0, index - 1)}x]}`,
  'that name ports of processes that do not exist': (index) => `  p${index}: {command: sleep 1, env: {A: "\${port.q${index}}"}}`,
  'with variables that are not defined': (index) => `  p${index}: {command: sleep 1, env: {A: "\${NOPE${index}}"}}`,
  'with a key given twice': (index) => `  p${index}: {command: sleep 1, command: sleep 2}`,
  'that depend on themselves': (index) => `  p${index}: {command: sleep 1, dependsOn: [p${index}]}`,
  'named twice': (index) => `  p${index >> 1}: {command: sleep 1}`,
  'in one circle': (index) => `  p${index}: {command: sleep 1, dependsOn: [p${(index + 1) % 4000}]}`,
};

describe('a configuration with thousands of processes', () => {
  it.each(Object.keys(kinds))('%s is read in linear time', async (kind) => {
    const text = (count: number) => lines(count, kinds[kind]!);
    await cost(text(500));
    const small = await cost(text(500));
    // Four times as many would take sixteen times as long, were each compared with each.
    expect(await cost(text(2000))).toBeLessThan(Math.max(600, small * 10));
  });

  it('shows a hundred complaints and the count of the rest, and has them all', () => {
    const error = parse(lines(350, kinds['with a complaint each']!));
    expect(error?.diagnostics).toHaveLength(350);
    expect(error?.message.match(/unknown key "commando"/g)).toHaveLength(100);
    expect(error?.message).toMatch(/\n\nand 250 more complaints$/);
  });

  it('that form one circle get one complaint, however long it is', () => {
    const error = parse(lines(4000, kinds['in one circle']!));
    expect(error?.diagnostics).toHaveLength(1);
    expect(error?.message.length).toBeLessThan(2000);
  });
});
