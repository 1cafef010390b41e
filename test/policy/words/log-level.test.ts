import { describe, expect, it } from 'vitest';
import { countErrors, levelFields, levelOf, levelOfField } from '../../../src/policy/words/log-level.js';

const errors = [
  '{"level":50,"time":1,"msg":"x"}',
  '{"time":1,"level": 60}',
  '{"level":"error","message":"fine"}',
  '{"severity":"CRITICAL"}',
  '{"lvl":"err"}',
  'time=1 level=error msg="x"',
  'level=fatal',
  'lvl=crit a=b',
  '2026-11-23 14:02:29 ERROR x',
  '2026-11-23T14:02:29Z [FATAL] x',
  '14:02:29.113 \x1b[31mERROR\x1b[0m x',
  'E: ERR x',
  'error: cannot find x',
  '[error] x',
  'npm error code 1',
  'fatal: not a git repository',
  'panic: runtime error',
  'TypeError: x is not a function',
  'Error [ERR_X]: y',
  'Uncaught RangeError: x',
  'java.lang.IllegalStateException: x',
  'ValueError: x',
  'Exception in thread "main" x',
  "thread 'main' panicked at src/main.rs:1",
];
const warnings = [
  '{"level":40}',
  '{"level":"warning","msg":"ERROR"}',
  'level=warn',
  '2026 WARN slow, an ERROR may follow',
  'npm warn deprecated',
  '[Warning] x',
];
const neither = [
  '',
  '{"level":30,"msg":"ERROR"}',
  '{"msg":"ok"}',
  'level=info msg="no ERROR"',
  '0 errors',
  'GET /errors 200',
  'an error: not at the beginning',
  'Terror: x',
  'errors: 0',
  'ErrorHandler loaded',
  'overridden WARNINGS',
  '    at Error (a.js:1)',
];

describe('the level of a line', () => {
  it.each(errors)('is error for %j', (text) => expect(levelOf(text)).toBe('error'));
  it.each(warnings)('is warn for %j', (text) => expect(levelOf(text)).toBe('warn'));
  it.each(neither)('is none for %j', (text) => expect(levelOf(text)).toBeUndefined());

  it('is looked for at the beginning of a very long line only', () => {
    expect(levelOf(`${'x'.repeat(10_000)} ERROR`)).toBeUndefined();
  });
});

describe('counting errors', () => {
  it.each(errors)('finds %j among others', (text) => expect(countErrors(`a\n${text}\nb\n`)).toBe(1));

  it('counts each line once, and a stack trace as one', () => {
    expect(countErrors([...errors, ...warnings, ...neither, ''].join('\n'))).toBe(errors.length);
    const python = 'Traceback (most recent call last):\n  File "a.py", line 1\n    raise ValueError\nValueError: x\n';
    const java = 'java.lang.Error: a\n\tat b\nCaused by: java.lang.Error: c\n';
    expect(countErrors(python + java)).toBe(2);
    expect(countErrors('ERROR the ERROR of an error: x')).toBe(1);
  });
});

describe('one table of levels', () => {
  const values = ['error', 'ERROR', 'dpanic', 'Alert', 'EMERG', 'severe', 'crit', '55', 'info', 'notice', 'warn'];
  const cases = levelFields.flatMap((field) => values.map((value) => [field, value] as const));

  it.each(cases)('counts %s %s exactly where it is drawn as an error', (field, value) => {
    const level = levelOfField(value);
    const isDrawn = level === 'error' || level === 'fatal';
    expect(countErrors(`{"${field}":"${value}","msg":"x"}`)).toBe(isDrawn ? 1 : 0);
    expect(countErrors(`ts=1 ${field}=${value} msg=x`)).toBe(isDrawn ? 1 : 0);
  });
});
