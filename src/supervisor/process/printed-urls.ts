import { longestAnnouncement, type PrintedUrl, printedUrl } from '../../policy/process/printed-url.js';
import { plainText } from '../../policy/words/plain-text.js';
import type { OutputStream } from '../../ports/spawner.js';
import { OutputDecoder } from '../log/output-decoder.js';

/** A program says where it is found before it does much else: no more of its output is examined, in bytes. */
const mostBytes = 4_000_000;

/** Finds in the output of a process where it says that it is found. */
export class PrintedUrls {
  #decoder = new OutputDecoder();
  /** The unterminated end of each stream. */
  #open: Record<OutputStream, string> = { stdout: '', stderr: '' };
  #left = mostBytes;
  #found: PrintedUrl | undefined;

  /** Where it is found; null as long as it has not said so. */
  get url(): string | null {
    return this.#found?.url ?? null;
  }

  /** A new generation begins. */
  reset(): void {
    this.#decoder = new OutputDecoder();
    this.#open = { stdout: '', stderr: '' };
    this.#left = mostBytes;
    this.#found = undefined;
  }

  /** Takes output of the present generation. Returns whether the address changed. */
  take(stream: OutputStream, chunk: Buffer): boolean {
    if (this.#left <= 0 || this.#found?.isLocal === true) return false;
    this.#left -= chunk.length;
    const before = this.url;
    const lines = (this.#open[stream] + this.#decoder.decode(stream, chunk)).split(/[\r\n]/);
    // An open line is examined too, since a prompt may be at its end for as long as the server runs.
    this.#open[stream] = lines.at(-1)!.slice(-2 * longestAnnouncement);
    for (const [index, line] of lines.entries()) {
      if (line.includes('://')) this.#read(plainText(line.slice(0, 4 * longestAnnouncement)), index === lines.length - 1);
    }
    return this.url !== before;
  }

  /** The first one stays, but for one that is called local. */
  #read(line: string, isOpen: boolean): void {
    // Of a line that goes on, the end of the address may still come.
    const found = isOpen ? printedUrl(line.replace(/\S*$/, '')) : printedUrl(line);
    if (found !== undefined && (this.#found === undefined || (found.isLocal && !this.#found.isLocal))) this.#found = found;
  }
}
