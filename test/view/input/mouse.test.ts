import { describe, expect, it } from 'vitest';
import { mouseEvent } from '../../../src/view/input/mouse.js';

describe('A report of the mouse', () => {
  it.each([
    ['\x1b[<0;1;1M', { kind: 'press', button: 'left', x: 0, y: 0 }],
    ['\x1b[<0;120;40m', { kind: 'release', button: 'left', x: 119, y: 39 }],
    ['\x1b[<32;300;7M', { kind: 'drag', button: 'left', x: 299, y: 6 }],
    ['\x1b[<2;3;4M', { kind: 'press', button: 'right', x: 2, y: 3 }],
    ['\x1b[<16;3;4M', { kind: 'press', button: 'left', x: 2, y: 3 }],
    ['\x1b[<64;3;4M', { kind: 'wheel', step: -1, x: 2, y: 3 }],
    ['\x1b[<69;3;4M', { kind: 'wheel', step: 1, x: 2, y: 3 }],
    ['\x1b[M #$', { kind: 'press', button: 'left', x: 2, y: 3 }],
    ['\x1b[M \ufffd$', undefined],
    ['\x1b[<66;3;4M', undefined],
    ['\x1b[<35;3;4M', undefined],
    ['\x1b[<128;3;4M', undefined],
    ['\x1b[<0;3M', undefined],
  ] as const)('%j is %j', (raw, event) => {
    expect(mouseEvent(raw)).toEqual(event);
  });
});
