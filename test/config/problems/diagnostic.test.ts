import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../src/config/problems/config-error.js';
import { type Diagnostic, diagnosticAt, formatDiagnostic } from '../../../src/config/problems/diagnostic.js';

function at(text: string, part: string, words = { message: 'wrong' }): Diagnostic {
  const start = text.indexOf(part);
  return diagnosticAt('/project/watchdog.yaml', text, { start, end: start + part.length }, words);
}

function frameOf(text: string, part: string): string[] {
  return formatDiagnostic(at(text, part), '/project').split('\n').slice(1);
}

describe('formatDiagnostic', () => {
  it('gives place, message and hint, and the line with carets under the part', () => {
    const text = `${'\n'.repeat(11)}    comand: node server.js\n`;
    const words = { message: 'unknown key "comand" in process "api"', hint: 'did you mean "command"?' };
    expect(formatDiagnostic(at(text, 'comand', words), '/project')).toBe(
      'watchdog.yaml:12:5: unknown key "comand" in process "api"; did you mean "command"?\n' +
        '  12 |     comand: node server.js\n' +
        '     |     ^^^^^^',
    );
  });

  it.each([
    ['/project/sub', '../watchdog.yaml'],
    ['/', 'project/watchdog.yaml'],
    ['/some/where/else/far/away', '/project/watchdog.yaml'],
  ])('names the file as it is shortest from %s', (currentDirectory, expected) => {
    expect(formatDiagnostic(at('a', 'a'), currentDirectory).split(':')[0]).toBe(expected);
  });

  it('keeps the carets in place after wide characters', () => {
    expect(frameOf('日本: x', 'x')).toEqual(['  1 | 日本: x', '    |       ^']);
    expect(frameOf('a: 日本', '日本')).toEqual(['  1 | a: 日本', '    |    ^^^^']);
  });

  it('keeps the carets in place after tabs', () => {
    expect(frameOf('\ta\tb', 'b')).toEqual(['  1 |   a  b', '    |      ^']);
  });

  it('shows what a terminal would obey instead of sending it', () => {
    expect(frameOf('\u001b[2Ja: b', 'b').join('\n')).not.toContain('\u001b');
  });

  it('cuts a long line around the part', () => {
    const [line, carets] = frameOf(`${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`, 'HERE');
    expect(line).toMatch(/^ {2}1 \| …a{40}HEREb{55}…$/);
    expect(line!.indexOf('HERE')).toBe(carets!.indexOf('^^^^'));
  });

  it('cuts a long part at its end', () => {
    const [line, carets] = frameOf(`a: ${'x'.repeat(5000)}`, 'x'.repeat(5000));
    expect(line).toBe(`  1 | a: ${'x'.repeat(97)}…`);
    expect(carets).toBe(`    |    ${'^'.repeat(97)}`);
  });

  it('puts one caret where there is nothing to underline', () => {
    expect(formatDiagnostic(diagnosticAt('/f', 'a\n', { start: 2, end: 2 }, { message: 'wrong' }), '/')).toContain('\n    | ^');
  });
});

describe('errorOf', () => {
  it('sorts by place, and is the whole text to print', () => {
    const error = errorOf([at('a\nb', 'b', { message: 'second' }), at('a\nb', 'a', { message: 'first' })]);
    expect(error).toMatchObject({ name: 'ConfigError', code: 'CONFIG_INVALID', exitCode: 78 });
    expect(error.diagnostics.map((diagnostic) => diagnostic.message)).toEqual(['first', 'second']);
    expect(error.message).toMatch(/first\n.*\n.*\^\n\n.*second\n/);
  });

  it('prints all of very many', () => {
    const error = errorOf(Array.from({ length: 25 }, () => at('a', 'a')));
    expect(error.message.match(/wrong/g)).toHaveLength(25);
    expect(error.diagnostics).toHaveLength(25);
  });
});
