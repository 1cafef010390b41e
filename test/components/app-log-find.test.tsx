import { describe, expect, it } from 'vitest';
import { stripSgr } from '../../src/view/text/sgr.js';
import { openLog } from './stage/open-app.js';

function requests(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `GET /item/${index} ${index % 50 === 7 ? 'Failed' : 'ok'}.`);
}

describe('A search', () => {
  it('goes to the nearest hit while it is typed, marks all in view, and says which it is of how many', async () => {
    using app = await openLog(requests(300));
    app.screen.press('/');
    await app.screen.shows('text, or /expression/');
    app.screen.press('f', 'a');
    await app.screen.shows('▶');
    expect(app.screen.line('▶GET')).toContain('GET /item/257 \x1b[7mFa\x1b[27miled.');
    expect(app.screen.text).toContain('6 of 6');
    app.screen.press('iled', 'enter');
    await app.screen.shows('\x1b[7mFailed\x1b[27m');
    app.screen.press('N');
    await app.screen.shows('▶GET /item/207');
    expect(app.screen.text).toContain('5 of 6');
    app.screen.press('n', 'n');
    await app.screen.shows('▶GET /item/7 ');
    expect(app.screen.text).toContain('search wrapped to the oldest match');
    expect(app.screen.text).toContain('1 of 6');
  });

  it('holds what it found while lines come, and Esc leaves it and goes back to where it began', async () => {
    using app = await openLog(requests(300));
    app.screen.press('/', '257');
    await app.screen.shows('1 of 1');
    app.source.write('api', requests(100));
    await app.screen.shows('▼ 100 new');
    expect(app.screen.text).toContain('/item/\x1b[7m257');
    app.screen.press('escape');
    await app.screen.shows('following');
    expect(app.screen.text).not.toContain('\x1b[7m');
  });

  it('searches for /expressions/, and for capitals only where some are typed', async () => {
    using app = await openLog(['an Error', 'an error', 'item/42', 'item/4a']);
    app.screen.press('/', 'Error');
    await app.screen.shows('1 of 1');
    app.screen.press('ctrl+u', '/m.\\d+$/');
    await app.screen.shows('ite\x1b[7mm/42\x1b[27m');
    app.screen.press('ctrl+u', '/(/');
    await app.screen.shows('missing closing )');
    app.screen.press('ctrl+u', 'nowhere');
    await app.screen.shows('not found');
    app.screen.press('enter', 'n');
    await app.screen.shows('not found');
  });

  it('finds what is split by colours and is blind for what is not seen', async () => {
    using app = await openLog([]);
    app.source.write('api', ['\x1b[31mer\x1b[32mror\x1b[0m', 'title \x1b]0;error\x07 end']);
    app.screen.press('/', 'error');
    await app.screen.shows('1 of 1');
    expect(app.screen.line('▶\x1b')).toContain('\x1b[7merror\x1b[27m');
  });

  it('refuses n without a search', async () => {
    using app = await openLog(['one']);
    app.screen.press('n');
    await app.screen.shows('no search yet; / starts one');
  });
});

describe('A filter', () => {
  it('lists only what has all words and none of the forbidden, and new lines as they come', async () => {
    using app = await openLog(['get cart 200', 'get item 500', 'put cart 500', 'get cart 500 retry']);
    app.screen.press('&', 'cart 500 !retry');
    await app.screen.shows('1 of 4 lines match');
    expect(app.screen.text).toContain('& cart 500 !retry');
    expect(app.screen.text).not.toContain('get item');
    app.source.write('api', ['get cart 500 again', 'nothing']);
    await app.screen.shows('2 of 6 lines match');
    app.screen.press('ctrl+u', '/^get.*00$/', 'enter');
    await app.screen.shows('2 of 6 lines match');
    app.screen.press('escape');
    await app.screen.shows('nothing');
    expect(app.screen.text).toContain('6 lines');
  });

  it('holds the line under the eye, and counts what is new of what it lists', async () => {
    using app = await openLog(requests(300));
    app.screen.press('&', 'ok', 'enter', 'pageup');
    await app.screen.shows('held ▼ 21 below');
    const seen = app.screen.lines[18]!.slice(0, 60);
    app.source.write('api', ['ok one', 'bad', 'ok two']);
    await app.screen.shows('▼ 2 new');
    expect(app.screen.lines[18]!.slice(0, 60)).toBe(seen);
  });

  it('says so where nothing matches', async () => {
    using app = await openLog(['one']);
    app.screen.press('&', 'two', 'enter');
    await app.screen.shows('no line matches; Esc lists all');
  });

  it('lists only stderr with e', async () => {
    using app = await openLog(['out']);
    app.source.write('api', ['boom'], 'stderr');
    app.screen.press('e');
    await app.screen.shows('1 of 2 lines listed');
    expect(app.screen.text).toContain('stderr only');
    expect(app.screen.text).not.toContain('\n out');
    app.screen.press('e');
    await app.screen.shows('\n out');
  });
});

describe('[ and ]', () => {
  it('go from crash to crash and pass by clean ends', async () => {
    using app = await openLog([]);
    for (const [index, end] of ['exit code 1', 'exit code 0', 'signal SIGKILL'].entries()) {
      app.source.write('api', ['started, pid 7'], 'watchdog', 'start');
      app.source.write('api', requests(40));
      app.source.write('api', [`ended with ${end} after ${index} s`], 'watchdog', end === 'exit code 0' ? 'end' : 'crash');
    }
    app.screen.press('[');
    await app.screen.shows('▶ended with signal SIGKILL');
    app.screen.press('[');
    await app.screen.shows('▶ended with exit code 1');
    app.screen.press(']');
    await app.screen.shows('▶ended with signal SIGKILL');
  });

  it('say so where nothing crashed', async () => {
    using app = await openLog(['fine']);
    app.screen.press('[');
    await app.screen.shows('no crash in the lines listed');
  });
});

describe('Bookmarks', () => {
  it('are set at the line where one is, shown before it, gone to and taken away', async () => {
    using app = await openLog(requests(300));
    app.screen.press('m');
    await app.screen.shows('◆GET /item/299');
    app.screen.press('g', 'm');
    await app.screen.shows('◆GET /item/0 ');
    app.screen.press("'");
    await app.screen.shows('▶GET /item/0 ');
    app.screen.press("'");
    await app.screen.shows('▶GET /item/299');
    app.screen.press('m', "'", "'");
    await app.screen.shows('wrapped to the');
    app.screen.press('escape');
    await app.screen.hides('▶GET');
    expect(app.screen.text).toContain('◆GET /item/0 ');
  });
});

describe('Copying', () => {
  it('takes the selected lines whole, without colours, frame and what the edge cuts', async () => {
    const long = `long ${'0123456789'.repeat(30)}`;
    using app = await openLog(['first', `\x1b[31m${long}\x1b[0m\x1b]52;c;ZXZpbA==\x07`, 'last']);
    app.screen.press('w', 'v', 'k');
    await app.screen.shows('y copy');
    expect(app.screen.line('last').startsWith(' \x1b[7mlast\x1b[27m')).toBe(true);
    app.screen.press('y');
    await app.screen.shows('2 lines copied');
    expect(app.exportTargets.copied).toEqual([`${long}\nlast`]);
  });

  it('extends the selection to lines out of view, and leaves it with Esc', async () => {
    using app = await openLog(requests(300));
    app.screen.press('v', 'g', 'y');
    await app.screen.shows('300 lines copied');
    app.screen.press('G', 'v', 'pageup', 'pageup');
    await app.screen.shows('held ▼');
    app.screen.press('escape');
    await app.screen.hides('y copy');
    expect(app.exportTargets.copied).toHaveLength(1);
    expect(stripSgr(app.screen.text)).toContain('GET /item/259 ');
  });

  it('takes one line with y, and all that is listed with Y', async () => {
    using app = await openLog(['a one', 'b', 'a two']);
    app.screen.press('y');
    await app.screen.shows('1 line copied');
    app.screen.press('&', 'a', 'enter', 'Y');
    await app.screen.shows('2 lines copied');
    expect(app.exportTargets.copied).toEqual(['a two', 'a one\na two']);
  });

  it('says how much the terminal took where that was not all', async () => {
    using app = await openLog(['one', 'two', 'three']);
    app.exportTargets.room = 7;
    app.screen.press('Y');
    await app.screen.shows('the first 2 of 3 lines copied; the terminal accepts no more');
  });

  it('saves what is listed to a file whose name can be changed, and says where', async () => {
    using app = await openLog(['one', 'two']);
    app.screen.press('ctrl+s');
    await app.screen.shows('save to: .watchdog/saved/api.log');
    expect(app.screen.line('save to')).toContain('2 lines');
    app.source.write('api', ['three']);
    await app.screen.shows('3 lines ');
    app.screen.press('ctrl+u', '/tmp/x.log', 'enter');
    await app.screen.shows('3 lines saved to /tmp/x.log');
    expect(app.exportTargets.saved).toEqual([{ path: '/tmp/x.log', text: 'one\ntwo\nthree\n' }]);
    app.exportTargets.refusal = 'cannot save to x.log: the disk is full';
    app.screen.press('ctrl+s', 'enter');
    await app.screen.shows('the disk is full');
  });
});

describe('A filter of a log that was out of sight', () => {
  it('lists what came meanwhile, also where nothing comes any more', async () => {
    using app = await openLog(['one match']);
    app.screen.press('&', 'match', 'enter', 'tab', 'j');
    await app.screen.shows(' db  ');
    app.source.write('api', ['another match', 'something else']);
    app.screen.press('k');
    await app.screen.shows('2 of 3 lines match');
  });
});
