import type { CopyOutcome } from '../../../src/ports/clipboard.js';
import type { FilePiece, SaveOutcome } from '../../../src/ports/new-files.js';
import type { ExportTargets } from '../../../src/view/actions/export-targets.js';

/** Export targets that keeps what it is given and answers as the test says. */
export class FakeExportTargets implements ExportTargets {
  readonly copied: string[] = [];
  readonly saved: { readonly path: string; readonly text: string }[] = [];
  /** Characters that the clipboard takes. */
  room = Infinity;
  refusal: string | undefined;

  readonly clipboard = {
    copy: (text: string): Promise<CopyOutcome> => {
      this.copied.push(text);
      return Promise.resolve({ tool: undefined, sent: Math.min(text.length, this.room) });
    },
  };

  readonly files = {
    save: (path: string, pieces: Iterable<FilePiece>): Promise<SaveOutcome> => {
      const all = [...pieces];
      this.saved.push({ path, text: all.map(({ text }) => text).join('') });
      const lines = all.reduce((sum, piece) => sum + piece.lines, 0);
      return Promise.resolve(this.refusal === undefined ? { ok: true, path, lines } : { ok: false, text: this.refusal });
    },
  };
}
