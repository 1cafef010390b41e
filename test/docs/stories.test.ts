import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtProgram } from '../e2e/project.js';
import { Terminal } from '../e2e/terminal.js';
import { projectFolder } from '../house/source-tree.js';
import { readPages } from './pages.js';
import { playScript } from './screen-script.js';
import { fits, runSession } from './session.js';
import { type Step, type Story, storiesOf } from './story.js';
import { StoryFolder } from './story-folder.js';

const stories = readPages().flatMap(storiesOf);
const tried = stories.filter(({ steps }) => steps.some(isTried));

describe('what the documents show', { timeout: 180_000 }, () => {
  it.each(tried)('in $page, "$title", is so', async (story) => {
    await using folder = new StoryFolder();
    await tell(folder, story);
  });
});

function isTried(step: Step): boolean {
  return (
    step.kind === 'screen' ||
    (step.kind === 'block' && ['yaml', 'console'].includes(step.language) && step.illustrative === undefined)
  );
}

async function tell(folder: StoryFolder, { page, steps }: Story): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'env') folder.set(step.name, step.value);
    else if (step.kind === 'screen') await playOn(folder, step);
    else if (step.kind === 'folder') folder.copy(step.path);
    else if (step.kind === 'as in') {
      const other = stories.find((story) => story.page === page && story.title === step.title);
      await tell(folder, { ...other!, steps: other!.steps.filter((each) => each.kind === 'block' && each.language === 'yaml') });
    } else if (step.illustrative === undefined) await tryBlock(folder, step, `${page}:${step.line}`);
  }
}

async function tryBlock(folder: StoryFolder, { language, text, file }: Step & { kind: 'block' }, where: string): Promise<void> {
  if (file !== undefined) folder.write(file, text);
  else if (language === 'yaml') {
    folder.write('watchdog.yaml', text);
    const [checked] = await runSession('$ watchdog check', folder.folder, folder.environment);
    expect(checked, where).toMatchObject({ status: 0 });
  } else if (language === 'console') {
    const exchanges = await runSession(text, folder.folder, folder.environment);
    for (const [index, { command, expected, printed, status }] of exchanges.entries()) {
      const isAsked = exchanges[index + 1]?.command === 'echo $?';
      if (fits(printed, expected) && (isAsked || status === 0)) continue;
      expect({ command, printed, status }, where).toEqual({ command, printed: expected, status: 0 });
    }
  }
}

/** Opens the dashboard in the story's folder, or on the demo of the README, and does what the script says. */
async function playOn(folder: StoryFolder, { where, lines }: Step & { kind: 'screen' }): Promise<void> {
  if (where === 'the demo') copyDemo(folder);
  const { folder: cwd, environment: env } = folder;
  await using terminal = Terminal.start({ command: process.execPath, args: [builtProgram], cwd, env, columns: 120, rows: 40 });
  await playScript(terminal, lines);
  if (lines.at(-1)!.startsWith('end ')) return;
  terminal.press('ctrl+c');
  expect(await terminal.exited).toMatchObject({ code: 0 });
}

/** The demo with ports and files of its own, since another test runs it too. */
function copyDemo(folder: StoryFolder): void {
  cpSync(join(projectFolder, 'test/fixtures/demo'), join(folder.folder, 'test/fixtures/demo'), { recursive: true });
  const demo = readFileSync(join(projectFolder, 'watchdog.yaml'), 'utf8');
  folder.write('watchdog.yaml', demo.replaceAll('1847', '1849').replaceAll('/tmp/', `${folder.folder}/`));
}
