import { describe, expect, it } from 'vitest';
import { complaintIn } from '../../../src/policy/diagnosis/complaint.js';

describe('What is wrong in code or a configuration', () => {
  it.each([
    ["SyntaxError: Unexpected token ';'", "Unexpected token ';'"],
    ['SyntaxError: /app/settings.json: Expected double-quoted property name', 'Expected double-quoted property name'],
    ['SyntaxError: /app/src/a.jsx: Unexpected token (3:5)', 'Unexpected token'],
    ['IndentationError: unexpected indent', 'unexpected indent'],
    ["app.rb:4: syntax error, unexpected end-of-input, expecting `end'", "unexpected end-of-input, expecting `end'"],
    ['PHP Parse error:  syntax error, unexpected token "echo" in /app/a.php on line 3', 'unexpected token "echo"'],
    ["src/a.ts(2,1): error TS1005: ',' expected.", "',' expected"],
    ["src/server.ts:14:9 - error TS2322: Type 'string' is not assignable.", "Type 'string' is not assignable"],
    ['Program.cs(3,9): error CS0103: The name does not exist [/app/app.csproj]', 'The name does not exist'],
    ['./main.go:7:2: syntax error: unexpected newline, expected type', 'unexpected newline, expected type'],
    ['error[E0308]: mismatched types', 'mismatched types'],
    ["run.sh: line 4: syntax error near unexpected token `fi'", "near unexpected token `fi'"],
    ['run.sh: 3: Syntax error: ")" unexpected', '")" unexpected'],
    ['✘ [ERROR] Expected ";" but found "x"', 'Expected ";" but found "x"'],
    ["lua5.4: main.lua:2: '}' expected near 'print'", "'}' expected near 'print'"],
    ['syntax error at app.pl line 3, near "print"', 'near "print"'],
    ['** (CompileError) main.exs:2: undefined function amout/0', 'undefined function amout/0'],
    ['2026/11/29 19:46:20 [emerg] 231#231: unknown directive "proxy_pas" in ./nginx.conf:5', 'unknown directive "proxy_pas"'],
    ['yaml: line 7: did not find expected key', 'did not find expected key'],
    ['Makefile:2: *** missing separator.  Stop.', 'missing separator'],
    [`SyntaxError: ${'x'.repeat(500)}`, `${'x'.repeat(159)}…`],
  ])('is taken out of %j', (line, complaint) => {
    expect(complaintIn(line)).toBe(complaint);
  });

  it.each([
    'SyntaxError: invalid syntax',
    'a.rb:3: syntax errors found (SyntaxError)',
    'gawk: r.awk:2: ^ syntax error',
    'Message from VCC-compiler:',
    '',
  ])('is not said by %j', (line) => {
    expect(complaintIn(line)).toBeUndefined();
  });

  it('takes linear time however the line is made', () => {
    for (const part of ['a:', '1:', '[', '"', 'error: ', '\\', ' in a:1', '(1:1)', '** ', ' ']) {
      const start = performance.now();
      complaintIn(part.repeat(100_000));
      expect([part, performance.now() - start < 1000]).toEqual([part, true]);
    }
  });
});
