import { stripVTControlCharacters } from 'node:util';
import { builtProgram } from '../e2e/project.js';
import { Terminal } from '../e2e/terminal.js';
import { copyDemo } from '../fixtures/demo-copy.js';
import { playScript } from './screen-script.js';
import { type Exchange, fits, runSession } from './session.js';
import type { Step, Story } from './story.js';
import { StoryFolder } from './story-folder.js';

/** Something that a page shows and that was otherwise. */
export interface Mismatch {
  /** "docs/guide.md:95" */
  readonly where: string;
  readonly exchange: Exchange;
  /** The block as it would have to be. */
  readonly block: { readonly before: string; readonly after: string };
}

/** Whether something of a story is tried. */
export function isTried({ steps }: Story): boolean {
  return steps.some(
    (step) =>
      step.kind === 'screen' ||
      (step.kind === 'block' && ['yaml', 'console'].includes(step.language) && step.illustrative === undefined),
  );
}

/**
 * Does what a story says, in a folder of its own, and returns what was otherwise.
 * @param stories all stories of its page, of which it may go on with one
 * @throws Error where the screen does not show what it should
 */
export async function playStory(story: Story, stories: readonly Story[]): Promise<Mismatch[]> {
  await using folder = new StoryFolder();
  return await play(folder, story, stories);
}

async function play(folder: StoryFolder, { page, steps }: Story, stories: readonly Story[]): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const step of steps) {
    if (step.kind === 'env') folder.set(step.name, step.value);
    else if (step.kind === 'screen') await playOn(folder, step);
    else if (step.kind === 'folder') folder.copy(step.path);
    else if (step.kind === 'as in') {
      const other = stories.find((each) => each.page === page && each.title === step.title);
      if (other === undefined) throw new Error(`${page} has no story "${step.title}"`);
      const files = other.steps.filter((each) => each.kind === 'block' && each.language === 'yaml');
      mismatches.push(...(await play(folder, { ...other, steps: files }, stories)));
    } else if (step.illustrative === undefined) mismatches.push(...(await tryBlock(folder, step, `${page}:${step.line}`)));
  }
  return mismatches;
}

async function tryBlock(
  folder: StoryFolder,
  { language, text, file }: Step & { kind: 'block' },
  where: string,
): Promise<Mismatch[]> {
  if (file !== undefined) folder.write(file, text);
  else if (language === 'yaml') {
    folder.write('watchdog.yaml', text);
    const [checked] = await runSession('$ watchdog check\n…', folder.folder, folder.environment);
    return checked!.status === 0 ? [] : [{ where, exchange: checked!, block: { before: text, after: text } }];
  } else if (language === 'console') {
    const exchanges = await runSession(text, folder.folder, folder.environment);
    const block = { before: text, after: exchanges.map(rewritten).join('') };
    return exchanges
      .filter((exchange, index) => !isAsShown(exchange, exchanges[index + 1]))
      .map((exchange) => ({ where, exchange, block }));
  }
  return [];
}

/** A status other than 0 is fine only where the next command asks for it. */
function isAsShown({ printed, expected, status }: Exchange, next: Exchange | undefined): boolean {
  return fits(printed, expected) && (status === 0 || next?.command === 'echo $?');
}

function rewritten({ command, printed, expected }: Exchange): string {
  const lines = fits(printed, expected) ? expected : printed.map(stripVTControlCharacters);
  return [`$ ${command.replaceAll('\n', '\n> ')}`, ...lines].map((line) => `${line}\n`).join('');
}

/** Opens the dashboard in the story's folder, or on the demo of the README, and does what the script says. */
async function playOn(folder: StoryFolder, { where, lines }: Step & { kind: 'screen' }): Promise<void> {
  const { folder: cwd, environment: env } = folder;
  if (where === 'the demo') await copyDemo(cwd);
  await using terminal = Terminal.start({ command: process.execPath, args: [builtProgram], cwd, env, columns: 120, rows: 40 });
  await playScript(terminal, lines);
  if (lines.at(-1)!.startsWith('end ')) return;
  terminal.press('ctrl+c');
  const { code } = await terminal.exited;
  if (code !== 0) throw new Error(`the dashboard ended with ${code}`);
}
