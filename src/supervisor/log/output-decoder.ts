import { StringDecoder } from 'node:string_decoder';
import type { OutputStream } from '../../ports/spawner.js';

/** Decodes the output of one process as UTF-8; a character that straddles two chunks comes whole with the second. */
export class OutputDecoder {
  #decoders = newDecoders();

  /** The text that this chunk completes; may be empty. */
  decode(stream: OutputStream, chunk: Buffer): string {
    return this.#decoders[stream].write(chunk);
  }

  /** A new generation begins: half a character of the last one belongs to nothing. */
  reset(): void {
    this.#decoders = newDecoders();
  }
}

function newDecoders(): Readonly<Record<OutputStream, StringDecoder>> {
  return { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
}
