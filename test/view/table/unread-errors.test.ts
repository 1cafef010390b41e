import { describe, expect, it } from 'vitest';
import { UnreadErrors } from '../../../src/view/table/unread-errors.js';
import { sampleProcess } from '../../components/stage/sample-processes.js';

const rows = (api: number, web: number) => [sampleProcess('api', { errors: api }), sampleProcess('web', { errors: web })];

describe('Unread errors', () => {
  it('are those that came since the row of the process was selected last', () => {
    const unread = new UnreadErrors();
    expect([...unread.among(rows(2, 1), 'api')]).toEqual(['web']);
    expect([...unread.among(rows(2, 1), 'web')]).toEqual([]);
    expect([...unread.among(rows(4, 1), 'web')]).toEqual(['api']);
    expect([...unread.among(rows(4, 1), 'api')]).toEqual([]);
    expect([...unread.among(rows(4, 1), undefined)]).toEqual([]);
    expect([...unread.among(rows(4, 2), undefined)]).toEqual(['web']);
  });

  it('are there too after a crash, whatever the output says of it', () => {
    const unread = new UnreadErrors();
    const crashed = (at: number) => [sampleProcess('api', { death: { at, exit: { code: 1, signal: null }, cause: null } })];
    expect([...unread.among(crashed(100), 'web')]).toEqual(['api']);
    expect([...unread.among(crashed(100), 'api')]).toEqual([]);
    expect([...unread.among([sampleProcess('api', { death: null })], 'web')]).toEqual([]);
    expect([...unread.among(crashed(100), 'web')]).toEqual([]);
    expect([...unread.among(crashed(200), 'web')]).toEqual(['api']);
  });

  it('are the same set as long as it has the same processes, so that nothing is drawn again', () => {
    const unread = new UnreadErrors();
    expect(unread.among(rows(1, 0), 'web')).toBe(unread.among(rows(5, 0), 'web'));
  });

  it('are counted again for another run of the watchdog', () => {
    const unread = new UnreadErrors();
    unread.among(rows(9, 0), 'api');
    expect([...unread.among(rows(0, 0), 'web')]).toEqual([]);
    expect([...unread.among(rows(1, 0), 'web')]).toEqual(['api']);
  });
});
