import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NewTextFiles } from '../../../src/adapters/files/new-texts.js';
import { TerminalClipboard } from '../../../src/adapters/tty/clipboard.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

/** A clipboard on a terminal that keeps what it is sent, with programs of these names, which do as the script says. */
function clipboardOf(folder: string, tools: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv = {}) {
  const sent: string[] = [];
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const terminal = { write: (text: string) => sent.push(text) };
  const PATH = `${folder}:/usr/bin:/bin`;
  return { sent, clipboard: new TerminalClipboard({ terminal, environment: { PATH, ...environment }, platform: 'linux' }) };
}

const decoded = (sequence: string | undefined): string =>
  Buffer.from(/^\x1b\]52;c;([A-Za-z0-9+/=]*)\x07$/.exec(sequence ?? '')?.[1] ?? '', 'base64').toString();

describe('The clipboard', () => {
  it('is that of the terminal where no program of the system is there', async () => {
    await using folder = await TemporaryFolder.make();
    const { clipboard, sent } = clipboardOf(folder.path, {});
    expect(await clipboard.copy('zwei Zeilen\nmit é')).toEqual({ tool: undefined, sent: 17 });
    expect(sent.map(decoded)).toEqual(['zwei Zeilen\nmit é']);
  });

  it('is that of the system too, which gets all of the text, and no shell sees it', async () => {
    await using folder = await TemporaryFolder.make();
    const path = join(folder.path, 'got');
    const { clipboard, sent } = clipboardOf(folder.path, { xclip: `cat > ${path}` }, { DISPLAY: ':0' });
    const text = `$(touch ${path}.evil)\n${'a line of text\n'.repeat(20_000)}`;
    const outcome = await clipboard.copy(text);
    expect(outcome.tool).toBe('xclip');
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(existsSync(`${path}.evil`)).toBe(false);
    expect(decoded(sent[0])).toBe(text.slice(0, outcome.sent));
    expect(text[outcome.sent]).toBe('\n');
    expect(outcome.sent).toBeGreaterThan(74_000);
    expect(outcome.sent).toBeLessThan(75_000);
  });

  it('is that of tmux where no other program is there, also of an old one', async () => {
    await using folder = await TemporaryFolder.make();
    const path = join(folder.path, 'got');
    const environment = { TMUX: '/tmp/tmux-0/default,1,0' };
    const now = clipboardOf(folder.path, { tmux: `echo "$*" > ${path}; cat >> ${path}` }, environment);
    expect(await now.clipboard.copy('text')).toEqual({ tool: 'tmux', sent: 4 });
    expect(readFileSync(path, 'utf8')).toBe('load-buffer -w -\ntext');
    expect(now.sent.map(decoded)).toEqual(['text']);
    const old = clipboardOf(folder.path, { tmux: `test "$2" = -w && exit 1; cat > ${path}` }, environment);
    expect(await old.clipboard.copy('more')).toEqual({ tool: 'tmux', sent: 4 });
    expect(readFileSync(path, 'utf8')).toBe('more');
  });

  it('is reached through GNU screen in pieces that it passes on', async () => {
    await using folder = await TemporaryFolder.make();
    const { clipboard, sent } = clipboardOf(folder.path, {}, { STY: '1.pts-0.host' });
    const text = 'a line of text\n'.repeat(200);
    await clipboard.copy(text);
    const pieces = sent.join('').split(/(?<=\x1b\\)/);
    expect(pieces.length).toBeGreaterThan(5);
    for (const piece of pieces) expect(piece).toMatch(/^\x1bP.{1,512}\x1b\\$/s);
    expect(decoded(pieces.map((piece) => piece.slice(2, -2)).join(''))).toBe(text);
  });

  it('is not waited for where a program hangs and takes no SIGTERM', { timeout: 30_000 }, async () => {
    await using folder = await TemporaryFolder.make();
    const { clipboard } = clipboardOf(folder.path, { xclip: "trap '' TERM; while :; do sleep 0.1; done" }, { DISPLAY: ':0' });
    expect(await clipboard.copy('text')).toEqual({ tool: undefined, sent: 4 });
  });

  it('is the next one where a program fails, ends before it read all, or is not there', async () => {
    await using folder = await TemporaryFolder.make();
    const path = join(folder.path, 'got');
    const tools = { 'wl-copy': 'exit 1', xsel: `cat > ${path}` };
    const { clipboard } = clipboardOf(folder.path, tools, { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' });
    const text = 'x'.repeat(300_000);
    expect(await clipboard.copy(text)).toEqual({ tool: 'xsel', sent: 0 });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('A new file', () => {
  const pieces = (...texts: readonly string[]) => texts.map((text) => ({ text, lines: text.split('\n').length - 1 }));

  it('never takes the place of another: a number is added', async () => {
    await using folder = await TemporaryFolder.make();
    const files = new NewTextFiles(folder.path);
    const path = 'a/b/api.log';
    expect(await files.save(path, pieces('one\n', 'two\nthree\n'))).toEqual({ ok: true, path, lines: 3 });
    expect(await files.save(path, pieces('four\n'))).toEqual({ ok: true, path: 'a/b/api-2.log', lines: 1 });
    expect(readFileSync(join(folder.path, path), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(await files.save(join(folder.path, path), [])).toMatchObject({ path: 'a/b/api-3.log' });
  });

  it('that cannot be made is said, and why', async () => {
    await using folder = await TemporaryFolder.make();
    writeFileSync(join(folder.path, 'file'), '');
    mkdirSync(join(folder.path, 'folder'));
    const files = new NewTextFiles(folder.path);
    const text = 'cannot save to file/x.log: a part of the path is not a folder';
    expect(await files.save('file/x.log', [])).toEqual({ ok: false, text });
    expect(await files.save('/dev/full/x', [])).toMatchObject({ ok: false });
    expect(await files.save(`${'x'.repeat(300)}.log`, [])).toMatchObject({
      ok: false,
      text: expect.stringContaining('too long'),
    });
  });
});
