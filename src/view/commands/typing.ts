import { editPrompt, insertText, type Prompt } from '../state/prompt.js';
import type { Command, CommandContext } from './command.js';
import { promptUses } from './prompt-subjects.js';

/** What can be done while a line is typed, beside typing. */
export const promptCommands: readonly Command[] = [
  {
    id: 'prompt.accept',
    keys: ['return'],
    where: 'prompt',
    section: 'Typing',
    title: 'Apply what is typed',
    footer: { label: 'apply', priority: 100 },
    run: (ctx) => close(ctx, (prompt) => promptUses[prompt.subject].accept?.(ctx, prompt.text)),
  },
  {
    id: 'prompt.cancel',
    keys: ['escape'],
    where: 'prompt',
    section: 'Typing',
    title: 'Cancel',
    footer: { label: 'cancel', priority: 90 },
    run: (ctx) => close(ctx, (prompt) => promptUses[prompt.subject].cancel?.(ctx)),
  },
];

/** Does what a chord means while a line is typed and no command has it. */
export function typeChord(chord: string, prompt: Prompt, ctx: CommandContext): void {
  const { keys } = promptUses[prompt.subject];
  if (keys !== undefined && Object.hasOwn(keys, chord)) keys[chord]!(ctx, prompt.text);
  else change(ctx, prompt, editPrompt(prompt, chord));
}

/** Puts pasted text into the line that is typed. Where none is, it does nothing: text that was meant for elsewhere is no command. */
export function pasteText(text: string, ctx: CommandContext): void {
  const { prompt } = ctx.ui;
  if (prompt !== undefined) change(ctx, prompt, insertText(prompt, text));
}

function change(ctx: CommandContext, before: Prompt, after: Prompt | undefined): void {
  if (after === undefined) return;
  ctx.dispatch({ type: 'prompt', prompt: after });
  if (after.text !== before.text) promptUses[after.subject].change?.(ctx, after.text);
}

function close(ctx: CommandContext, then: (prompt: Prompt) => void): void {
  const { prompt } = ctx.ui;
  ctx.dispatch({ type: 'prompt', prompt: undefined });
  if (prompt !== undefined) then(prompt);
}
