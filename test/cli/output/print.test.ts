import { afterEach, describe, expect, it, vi } from 'vitest';
import { sayProblem } from '../../../src/cli/output/print.js';
import { errorOf, problemOf } from '../../../src/config/problems/config-error.js';
import { diagnosticAt } from '../../../src/config/problems/diagnostic.js';
import { WatchdogError } from '../../../src/policy/words/errors.js';

afterEach(() => void vi.restoreAllMocks());

function written(error: WatchdogError): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  sayProblem(problemOf(error));
  return String(write.mock.calls[0]?.[0]);
}

describe('sayProblem', () => {
  it('begins with a place in the file, where there is one', () => {
    const error = errorOf([diagnosticAt('/shop/watchdog.yaml', 'a: b', { start: 0, end: 1 }, { message: 'unknown key "a"' })]);
    expect(written(error)).toBe('/shop/watchdog.yaml:1:1: unknown key "a"\n  1 | a: b\n    | ^\n');
  });

  it('begins with the name of the program everywhere else', () => {
    expect(written(new WatchdogError('CONFIG_INVALID', 'cannot read watchdog.yaml: permission denied'))).toBe(
      'watchdog: cannot read watchdog.yaml: permission denied\n',
    );
  });
});
