import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../e2e/run-program.js';
import { projectFolder } from '../house/source-tree.js';
import { commandLines, unboundKeys, untriedKeys } from './claims.js';
import { readPages } from './pages.js';
import { type Story, storiesOf } from './story.js';

const stories = readPages().flatMap(storiesOf);
const told = (text: string): Story => storiesOf({ path: 'x.md', text })[0]!;

describe('the keys in the documents', () => {
  it.each(stories)('of $page, "$title", are keys of the dashboard', (story) => {
    expect(unboundKeys(story)).toEqual([]);
  });

  it.each(stories)('of $page, "$title", are pressed where it has a screen', (story) => {
    expect(untriedKeys(story)).toEqual([]);
  });

  it('would be noticed where no command has them, and where the screen does not press them', () => {
    expect(unboundKeys(told('`q` and `Q` and `queue`'))).toEqual(['Q']);
    expect(untriedKeys(told('`q` and `Tab`\n<!-- screen\npress q\n-->'))).toEqual(['Tab']);
  });
});

describe('the command lines in the documents', () => {
  const helps = new Map<string, string>();
  const helpOf = async (command: string): Promise<string> => {
    if (!helps.has(command))
      helps.set(
        command,
        (
          await runProgram(
            [command, '--help'].filter((word) => word !== ''),
            projectFolder,
          )
        ).out,
      );
    return helps.get(command)!;
  };
  let commands: string[];

  beforeAll(async () => {
    const list = (await helpOf('')).split('\nRun a project:\n')[1] ?? '';
    commands = [...list.matchAll(/^ {2}(\S+)/gm)].flatMap(([, names]) => names!.split('|'));
  });

  const unknown = async (words: readonly string[]): Promise<string[]> => {
    const [first = ''] = words;
    const command = commands.includes(first) ? first : '';
    const help = await helpOf(command);
    const flags = words.map((word) => word.replace(/^\[|\]$/g, '')).filter((word) => /^--?[a-z]/.test(word));
    const strangers = flags.filter((flag) => !new RegExp(`(^|[\\s,])${flag}(?![\\w-])`).test(help));
    return command === '' && /^[a-z]/.test(first) ? [first, ...strangers] : strangers;
  };

  it.each(stories.filter((story) => commandLines(story).length > 0))('of $page, "$title", are known', async (story) => {
    for (const words of commandLines(story)) expect({ words, unknown: await unknown(words) }).toEqual({ words, unknown: [] });
  });

  it('would be noticed with a command or an option that is not there', async () => {
    expect(await unknown(['stpo', 'api'])).toEqual(['stpo']);
    expect(await unknown(['logs', '-n', '3', '--gerp', 'x'])).toEqual(['--gerp']);
  });
});
