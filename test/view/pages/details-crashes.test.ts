import { expect, it } from 'vitest';
import type { DiagnosisKind } from '../../../src/policy/diagnosis/rules/rule.js';
import { crashesSection } from '../../../src/view/pages/details-crashes.js';
import { sampleCard } from '../../components/stage/sample-details.js';

const texts = (kind: DiagnosisKind, what: string): readonly string[] => {
  const cause = { kind, what, advice: '', port: null };
  const card = sampleCard(1, 0, { causes: [cause], lines: [{ stream: 'stderr', text: 'TypeError: x is undefined' }] });
  return crashesSection([card], 0, 100, '').map(({ line }) => line.map(({ text }) => text).join(''));
};

it('A crash is shown once where its cause is the error with its place, and with its cause where that says more', () => {
  expect(texts('error', 'TypeError: x is undefined at pay.js:4').slice(2)).toEqual([
    expect.stringMatching(/TypeError: x is undefined at pay\.js:4 {3}exit code 1$/),
  ]);
  expect(texts('port_in_use', 'port 3000 is in use').slice(2)).toEqual([
    expect.stringMatching(/TypeError: x is undefined {3}exit code 1$/),
    '     port 3000 is in use',
  ]);
});
