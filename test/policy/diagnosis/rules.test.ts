import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/policy/diagnosis/diagnose.js';
import { diagnosisRules } from '../../../src/policy/diagnosis/recognise.js';
import type { Rule } from '../../../src/policy/diagnosis/rules/rule.js';

function causeOf(text: string) {
  const lines = text.split('\n').map((line) => ({ stream: 'stderr', text: line }) as const);
  return diagnose({ exit: { code: 1, signal: null }, lines, ports: [], neighbours: new Map() })[0];
}

const named = diagnosisRules.map((rule, index): [string, Rule] => [`${index} ${rule.kind}: ${rule.says[0]}`, rule]);

describe('Each rule', () => {
  it.each(named)('%s: is the cause where it should be, and not where it should not', (_name, { kind, matches, ignores = [] }) => {
    expect(matches.length).toBeGreaterThan(0);
    for (const text of matches) expect([text, causeOf(text)?.kind]).toEqual([text, kind]);
    for (const text of ignores) expect([text, causeOf(text)?.kind]).not.toEqual([text, kind]);
  });

  it.each(named)('%s: says what happened and what to do in all of its examples', (_name, { matches }) => {
    for (const text of matches) {
      const cause = causeOf(text);
      expect(cause?.what).toMatch(/^\S.{5,}[^.:]$/);
      expect(cause?.what).not.toMatch(/[{}]|undefined/);
      expect(cause?.advice).toMatch(/^\S.{10,}[^.]$/);
    }
  });
});
