import { describe, expect, it } from 'vitest';
import { isHidden, Redactor, redactAll, secretValuesOf } from '../../../src/policy/words/redactor.js';

function hiding(...values: string[]): (text: string) => string {
  const redactor = new Redactor();
  redactor.hide(values);
  return redactor.redact;
}

describe('A value that is hidden', () => {
  const secret = 'pässw0rd? "x"/y+z';
  const redact = hiding(secret);

  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ secret })],
    ['in a URL', encodeURIComponent(secret)],
    ['in a URL with small digits', encodeURIComponent(secret).toLowerCase()],
    ['in a form', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['twice in a row', secret + secret],
  ])('is masked %s', (_, text) => {
    const left = redact(`<${text}>`);
    expect(left).toContain('***');
    expect(left).not.toMatch(/w0rd|y\+z|y%2bz/i);
  });

  it('is masked in base64 in all three alignments, with other text around it', () => {
    for (const before of ['', 'a', 'ab', 'abc', 'user:'])
      for (const after of ['', 'z', 'zy'])
        for (const coding of ['base64', 'base64url'] as const) {
          const coded = Buffer.from(before + secret + after).toString(coding);
          const [start = '', end = ''] = redact(`x ${coded} x`).slice(2, -2).split('***');
          // What is left of it does not decode to two characters of the secret.
          const left = Buffer.from(start, 'base64').toString('latin1');
          expect(left.slice(before.length).length).toBeLessThanOrEqual(1);
          expect(end.replaceAll('=', '').length).toBeLessThanOrEqual(Math.ceil((after.length * 8) / 6));
        }
  });

  it('is masked where another begins alike, the longer one first', () => {
    expect(hiding('hunter2', 'hunter2-and-more')('hunter2-and-more hunter2!')).toBe('*** ***!');
  });

  it('is masked line by line where it has several, without what frames it', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----';
    expect(hiding(key)('got kqhkiG9w0BAQEF here')).toBe('got *** here');
    expect(hiding(key.replaceAll('\n', '\\n'))('got MIIEvQIBADANBg')).toBe('got ***');
    expect(hiding(key)('bad -----END')).toBe('bad -----END');
  });

  it('is left where it is short, a number, or a word for yes or no', () => {
    expect(['dev', '12345678', '3.14159', 'false', 'TRUE', 'disabled', 'abcde'].filter(isHidden)).toEqual([]);
    expect(['abcdef', '1234567a', 'falsehood'].filter(isHidden)).toHaveLength(3);
    expect(hiding('dev', '12345678')('dev 12345678')).toBe('dev 12345678');
  });

  it('is masked in every string of a plain value', () => {
    expect(redactAll({ text: 'a hunter2', list: [{ at: 1, none: null, of: ['hunter2'] }] }, hiding('hunter2'))).toEqual({
      text: 'a ***',
      list: [{ at: 1, none: null, of: ['***'] }],
    });
  });
});

describe('The shape of a common token', () => {
  const long = 'aB3'.repeat(30);
  it.each([
    ['GitHub', `ghp_${long.slice(0, 36)}`],
    ['GitHub, fine-grained', `github_pat_${long.slice(0, 60)}`],
    ['GitLab', `glpat-${long.slice(0, 20)}`],
    ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['Slack', `xoxb-123456789012-${long.slice(0, 24)}`],
    ['Stripe', `sk_live_${long.slice(0, 24)}`],
    ['Stripe webhooks', `whsec_${long.slice(0, 32)}`],
    ['OpenAI', `sk-proj-${long.slice(0, 48)}`],
    ['Google', `AIza${long.slice(0, 35)}`],
    ['npm', `npm_${long.slice(0, 36)}`],
    ['Hugging Face', `hf_${long.slice(0, 34)}`],
    ['SendGrid', `SG.${long.slice(0, 22)}.${long.slice(0, 43)}`],
    ['a JSON web token', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${long.slice(0, 43)}`],
  ])('is masked: %s', (_, token) => {
    expect(hiding()(`token ${token}, then`)).toBe('token ***, then');
  });

  it('is masked in a header, an address, a key, and a printed variable of a secret name', () => {
    const redact = hiding();
    expect(redact('Authorization: Basic dXNlcjpwdw==')).toBe('Authorization: Basic ***');
    expect(redact('"authorization": "Bearer abcdefgh.ij"')).toBe('"authorization": "Bearer ***"');
    expect(redact('postgres://me:pw@host/db')).toBe('postgres://me:***@host/db');
    expect(redact('-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----')).toBe(
      '-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----',
    );
    expect(redact('API_TOKEN=abcdef MODE=something API_KEY="quoted-one"')).toBe('API_TOKEN=*** MODE=something API_KEY="***"');
  });

  it('is not seen in ordinary output', () => {
    const lines = [
      'GET /api/users?page=2 200 12ms',
      'listening on http://localhost:3000/',
      'Error: STRIPE_SECRET_KEY is not set',
      'sk-eleton key_hole npm_config_registry=https://host/',
      'commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904',
      'unexpected token } in JSON at position 12',
      'PASSWORD=true TOKEN_COUNT=1234567',
    ];
    for (const line of lines) expect(hiding()(line)).toBe(line);
  });

  it('is searched for without backtracking, so that a text of megabytes ends soon', () => {
    const redact = hiding('hunter2');
    for (const text of ['eyJ', ':// :', 'ABC_', 'a=', 'authorization: ', '-----BEGIN PRIVATE KEY-----', 'SG.', 'sk-'])
      expect(redact(`${text.repeat(200_000)} hunter2 end`)).toMatch(/ \*\*\* end$|PRIVATE KEY-----\*\*\*$/);
  });
});

describe('The secret values of variables', () => {
  it('are those of secret names, and the passwords in addresses', () => {
    const variables = { API_TOKEN: 'abcdef', MODE: 'dev', SHOP_DSN: 'dsn-value', GONE: null, DATABASE_URL: 'pg://u:p%40ss@h/' };
    expect(secretValuesOf(variables, ['*_DSN'])).toEqual(['abcdef', 'dsn-value', 'p%40ss', 'p@ss']);
  });

  it('are what follows the scheme of an authorization too, and the password in it', () => {
    const basic = Buffer.from('me:hunter2').toString('base64');
    expect(secretValuesOf({ authorization: `Basic ${basic}` }, [])).toEqual([`Basic ${basic}`, basic, 'hunter2']);
    expect(secretValuesOf({ Authorization: 'Bearer abc.def' }, [])).toEqual(['Bearer abc.def', 'abc.def']);
  });
});
