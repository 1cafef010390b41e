// How fast the log store takes a flood in, against a loop that only touches the bytes. Run with `npx tsx test/bench/log-store.ts`.

import { countNewlines } from '../../src/policy/words/newline-count.js';
import { LogStore } from '../../src/supervisor/log/store.js';

const CHUNK = 65_536;
const ROUNDS = 20_000;

/** A flood in which lines straddle the chunks, as they do in a pipe. */
function chunksOf(lineBytes: number): Buffer[] {
  const line = `${'x'.repeat(lineBytes - 1)}\n`;
  const flood = line.repeat(Math.ceil((CHUNK * 16) / lineBytes));
  return Array.from({ length: 16 }, (_, index) => {
    const chunk = Buffer.allocUnsafeSlow(CHUNK);
    chunk.write(flood.slice(index * CHUNK, (index + 1) * CHUNK), 'latin1');
    return chunk;
  });
}

function touch(chunk: Buffer): number {
  const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >> 2);
  let sum = 0;
  for (let index = 0; index < words.length; index++) sum ^= words[index]!;
  return sum;
}

function countOneByOne(chunk: Buffer): number {
  let count = 0;
  for (let index = 0; index < chunk.length; index++) if (chunk[index] === 0x0a) count++;
  return count;
}

function countBySearch(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) count++;
  return count;
}

function report(what: string, lineBytes: number, chunks: readonly Buffer[], take: (chunk: Buffer) => unknown): void {
  for (let round = 0; round < 500; round++) take(chunks[round % chunks.length]!);
  const before = performance.now();
  for (let round = 0; round < ROUNDS; round++) take(chunks[round % chunks.length]!);
  const seconds = (performance.now() - before) / 1000;
  const lines = (ROUNDS * CHUNK) / lineBytes;
  const figures = [
    `${(lines / seconds / 1e6).toFixed(1)} M lines/s`,
    `${((seconds / lines) * 1e9).toFixed(1)} ns/line`,
    `${((ROUNDS * CHUNK) / seconds / 1e9).toFixed(2)} GB/s`,
  ];
  console.log(
    `${String(lineBytes).padStart(5)} B lines  ${what.padEnd(30)} ${figures.map((each) => each.padStart(16)).join('')}`,
  );
}

for (const lineBytes of [2, 20, 100, 1000]) {
  const chunks = chunksOf(lineBytes);
  const store = new LogStore();
  report('touch every byte, by words', lineBytes, chunks, touch);
  report('countNewlines', lineBytes, chunks, countNewlines);
  if (lineBytes >= 20) report('count by Buffer.indexOf', lineBytes, chunks, countBySearch);
  if (lineBytes >= 20) report('count byte by byte', lineBytes, chunks, countOneByOne);
  report('append', lineBytes, chunks, (chunk) => store.append('stdout', chunk, 0));
  report('append, 50 lines read each 256', lineBytes, chunks, (chunk) => {
    store.append('stdout', chunk, 0);
    if (Math.random() < 1 / 256) store.slice(store.nextSeq - 50, store.nextSeq);
  });
}

const store = new LogStore();
const line = Buffer.from(`${'x'.repeat(99)}\n`);
for (const [what, step] of [
  ['same millisecond', 0],
  ['a millisecond each', 1],
] as const) {
  const before = performance.now();
  for (let count = 0; count < 1_000_000; count++) store.append('stdout', line, count * step);
  console.log(`one line a chunk, ${what}: ${(performance.now() - before).toFixed(0)} ns/line`);
}
