// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} stand in the files.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvText } from '../../../src/config/read/dotenv.js';
import { readForemanEnv } from '../../../src/config/read/foreman-env.js';

const read = (text: string, environment: Readonly<Record<string, string>> = {}) =>
  readEnvText(text, (name) => environment[name]).variables;
const faults = (text: string) =>
  readEnvText(text, () => undefined).faults.map(
    ({ span, message, hint }) => `${span.start}: ${message}${hint ? `; ${hint}` : ''}`,
  );

describe('a file of variables', () => {
  it('is read as Compose documents it: comments after a blank only, quotes, lines, export, spaces, a byte order mark', () => {
    expect(
      read(
        '\ufeffFIRST=1\nPASSWORD=abc#def\nNOTE=abc # a comment\nTAB=abc\t# c\n  # whole line\nHASH=#x\nNONE= # c\nEMPTY=\nexport E = spaced  \n' +
          "D=\"a # b\\n\\\"c\\\"\" # c\nS='raw ${X} \\n'\nQ='it\\'s'\nM=\"one\ntwo\"\nN='one\r\ntwo'\r\nA=it's\nU=http://x/?a=b&c=d=\n",
      ),
    ).toEqual({
      FIRST: '1',
      PASSWORD: 'abc#def',
      NOTE: 'abc',
      TAB: 'abc',
      HASH: '#x',
      NONE: '',
      EMPTY: '',
      E: 'spaced',
      D: 'a # b\n"c"',
      S: 'raw ${X} \\n',
      Q: "it's",
      M: 'one\ntwo',
      N: 'one\ntwo',
      A: "it's",
      U: 'http://x/?a=b&c=d=',
    });
  });

  it('takes a backslash as Compose does: a pair before the closing quote, and none away before what needs none', () => {
    expect(
      read(
        "A='C:\\dir\\\\'\nB='\\\\\\''\nC='\\\\x' # c\nD=\"\\' \\` \\x \\\n+\"\nE=\"\\\\\"\nF='\\n'\nG=\\'x\\\nH=\"C:\\dir\"\n",
      ),
    ).toEqual({
      A: 'C:\\dir\\\\',
      B: "\\\\'",
      C: '\\\\x',
      D: "\\' \\` \\x \\\n+",
      E: '\\',
      F: '\\n',
      G: "\\'x\\",
      H: 'C:\\dir',
    });
    expect(faults("A='C:\\dir\\'\nB=1\n")).toEqual(["2: a ' is not closed; write ' at the end of the value"]);
  });

  it('puts variables into defaults too, however deep, and only where the default counts', () => {
    expect(
      read(
        'A=one\nB=${NO:-${A}}\nC=${NO:-${NEITHER:-$A-${A}}}!\nD="${NO:-a \\"${A}\\" }"\nE=${A:+<${A}>}\nF=${A:-${NO?never read}}\nG=${NO:-{A}}\n',
      ),
    ).toEqual({ A: 'one', B: 'one', C: 'one-one!', D: 'a "one" ', E: '<one>', F: 'one', G: '{A}' });
    expect(faults('A=${NO:-${X}\nB=${NO:-${bad name}}\nC=${NO?set $HOW}\n')).toEqual([
      '2: a "${" is not closed; write "}" after the name',
      '15: "${bad name}" is not a variable; write ${NAME} or ${NAME:-default}, or put the value into \'…\'',
      '36: the variable NO is not set: set ',
    ]);
    expect(faults(`A=${'${A:-'.repeat(30)}${'}'.repeat(30)}\n`)).toHaveLength(1);
  });

  it('puts variables in, from the environment first and then from the lines before, but not into single quotes', () => {
    expect(
      read(
        'A=1\nB=${A}-$A-${NO}-$$A\nC="${A} \\${A} \\$A"\nD=\'${A}\'\nE=${NO:-dflt}\nF=${A:+alt}\nG=${NO-x}\nH=${A:?needed}\nI=$1 $ \nS=${SHELL_ONE}',
        { A: 'shell', SHELL_ONE: 'yes' },
      ),
    ).toEqual({
      A: '1',
      B: 'shell-shell--$A',
      C: 'shell ${A} $A',
      D: '${A}',
      E: 'dflt',
      F: 'alt',
      G: 'x',
      H: 'shell',
      I: '$1 $',
      S: 'yes',
    });
  });

  it('refuses at its place whatever assigns nothing, and goes on with the next line', () => {
    expect(
      faults(
        'A=1\nCOLON: value\nJUNK LINE\nBARE\nexport BARE\n=x\nU="abc\nB=2\nC="a"b\nD=${X\nE=${bad name}\nF=${G:?set it}\nP=${port.api}\n',
      ),
    ).toEqual([
      '4: "COLON:" assigns nothing; write COLON=value, with "=" in place of ":"',
      '17: this line assigns nothing; write NAME=value, or # before a comment',
      '27: "BARE" has no value; write BARE=value, or BARE= for an empty one',
      '32: "BARE" has no value; write BARE=value, or BARE= for an empty one',
      '44: this line assigns nothing; write NAME=value, or # before a comment',
      '49: a " is not closed; write " at the end of the value',
      '63: "b" follows the closing quote; put all of the value into the quotes',
      '67: a "${" is not closed; write "}" after the name',
      '73: "${bad name}" is not a variable; write ${NAME} or ${NAME:-default}, or put the value into \'…\'',
      '87: the variable G is not set: set it',
      '102: "${port.api}" is read in watchdog.yaml only; put this variable into "env" there',
    ]);
  });

  it('takes no name that no shell and no Compose would take, nor lines that end as those of old Macs', () => {
    expect(faults('A+=1\n$B=2\na/b=3\nC\u200b=4\nOK.a-b[0]=5\nÄ=6\n')).toEqual(
      ['0: "A+"', '5: "$B"', '10: "a/b"', '16: "C\u200b"'].map(
        (place) => `${place} cannot be the name of a variable; a name has letters, digits and "_"`,
      ),
    );
    expect(faults('A=1\rB=2')).toEqual(['3: a line ends with a carriage return alone here; save the file with line feeds']);
    // As text from a web page has them.
    expect(read('\u00a0A\u00a0=\u00a0x\u00a0\nexport\u00a0B=y')).toEqual({ A: 'x', B: 'y' });
  });

  it('is not put in without end where lines name each other', () => {
    const doubled = (lines: number): string =>
      `A0=${'x'.repeat(1000)}\n${Array.from({ length: lines }, (_, line) => `A${line + 1}="$A${line}$A${line}"`).join('\n')}`;
    expect(faults(doubled(10))).toEqual([]);
    expect(faults(doubled(12))).toEqual([
      expect.stringContaining('the value is longer than 1 MB, once its variables are put in'),
    ]);
    const many = `A=${'x'.repeat(1000_000)}\n${'B=$A\n'.repeat(1000)}`;
    expect(faults(many)).toEqual([expect.stringContaining('the values up to here have more than 16 MB')]);
  });

  it('gives back every value that is written in single quotes, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const plain = value.replaceAll('\\', '/').replaceAll('\r', ' ');
        expect(read(`X='${plain.replaceAll("'", "\\'")}'\nY=1`)).toEqual({ X: plain, Y: '1' });
      }),
    );
  });

  it('ends for whatever text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('A', '=', '"', "'", '\\', '$', '{', '}', '#', ' ', '\n', ':', '-') }),
        (text) => {
          expect(Object.values(read(text)).every((value) => typeof value === 'string')).toBe(true);
        },
      ),
    );
  });
});

describe("a Procfile's file of variables", () => {
  it('is read as Foreman does: to the end of the line, nothing put in, and other lines named', () => {
    expect(
      readForemanEnv(
        '\ufeffA=1 # no comment\nB=${A}\nC="x\\ny \\"z\\""\nD=\'$A\'\nexport E=1\n F=1\nG: 1\n# fine\n\nH="open\r\n',
      ),
    ).toEqual({
      variables: { A: '1 # no comment', B: '${A}', C: 'x\ny "z"', D: '$A', H: '"open' },
      faults: [
        expect.objectContaining({ span: { start: 47, end: 57 }, message: 'Foreman passes over this line' }),
        expect.objectContaining({ span: { start: 58, end: 62 } }),
        expect.objectContaining({ span: { start: 63, end: 67 } }),
      ],
    });
  });
});
