import type { Page } from './pages.js';

/** Something in a page that can be tried. */
export type Step =
  /** A fenced block; `file` is the name under which it is written, `illustrative` why it is not tried. */
  | {
      readonly kind: 'block';
      readonly language: string;
      readonly text: string;
      readonly file: string | undefined;
      readonly illustrative: string | undefined;
      readonly line: number;
    }
  /** `<!-- screen … -->`: what is pressed in the dashboard, and what is seen; `where` is a folder, by default the story's own. */
  | { readonly kind: 'screen'; readonly where: string; readonly lines: readonly string[]; readonly line: number }
  /** `<!-- as in: TITLE -->`: what the blocks of another story of the page left in its folder. */
  | { readonly kind: 'as in'; readonly title: string }
  /** `<!-- folder: PATH -->`: the files of a folder of this repository. */
  | { readonly kind: 'folder'; readonly path: string }
  /** `<!-- env: NAME=value -->`: a variable of the user's shell, for all that follows. */
  | { readonly kind: 'env'; readonly name: string; readonly value: string };

/** What a page says under one heading of the second level: its blocks are tried one after the other, in one folder. */
export interface Story {
  readonly page: string;
  readonly title: string;
  readonly steps: readonly Step[];
  /** The prose, tables included, without blocks, comments and generated parts. */
  readonly prose: string;
}

const pattern =
  /(?:<!-- (?<note>file|illustrative): (?<noted>[^\n]+?) -->\n)?^```(?<language>\w+)\n(?<body>[\s\S]*?)^```$|<!-- screen(?:: (?<where>[^\n]+))?\n(?<script>[\s\S]*?)-->|<!-- env: (?<name>\w+)=(?<value>\S*) -->|<!-- as in: (?<title>.+?) -->|<!-- folder: (?<path>\S+) -->/gm;

/** The stories of a page, the part before its first heading of the second level included. */
export function storiesOf({ path, text }: Page): Story[] {
  const heads = [{ index: 0, title: 'the beginning' }, ...headings(text)];
  return heads.map(({ index, title }, number) => {
    const part = text.slice(index, heads[number + 1]?.index);
    const firstLine = text.slice(0, index).split('\n').length;
    const steps = [...part.matchAll(pattern)].map((match) =>
      stepOf(match, firstLine + part.slice(0, match.index).split('\n').length),
    );
    const written = part.replaceAll(/<!-- generated: [\s\S]*?<!-- end -->/g, '');
    const prose = written.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/<!--[\s\S]*?-->/g, '');
    return { page: path, title, steps, prose };
  });
}

/** Headings of the second level; a line in a fenced block that looks like one is none. */
function headings(text: string): { index: number; title: string }[] {
  const masked = text.replaceAll(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll(/[^\n]/g, ' '));
  return [...masked.matchAll(/^## (.+)$/gm)].map(({ index, 1: title }) => ({ index, title: title! }));
}

function stepOf({ groups = {} }: RegExpMatchArray, line: number): Step {
  if (groups.name !== undefined) return { kind: 'env', name: groups.name, value: groups.value! };
  if (groups.title !== undefined) return { kind: 'as in', title: groups.title };
  if (groups.path !== undefined) return { kind: 'folder', path: groups.path };
  if (groups.script !== undefined) {
    const lines = groups.script.split('\n').filter((text) => text !== '');
    return { kind: 'screen', where: groups.where ?? '', lines, line };
  }
  const noted = (name: string): string | undefined => (groups.note === name ? groups.noted : undefined);
  return {
    kind: 'block',
    language: groups.language!,
    text: groups.body!,
    file: noted('file'),
    illustrative: noted('illustrative'),
    line,
  };
}
