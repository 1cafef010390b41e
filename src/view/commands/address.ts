import type { Command } from './command.js';
import { meaningFocus } from './target-members.js';

/** Opens what a process serves. */
export const addressCommands: readonly Command[] = [
  {
    id: 'url.open',
    keys: ['O'],
    where: 'process',
    section: 'Processes',
    title: 'Open its URL in the browser',
    of: ({ name }) => `open URL of ${name}`,
    isEnabled: (ctx) => ctx.openUrl !== undefined && (meaningFocus(ctx).selected?.url ?? null) !== null,
    refusal: (ctx) => {
      const { selected } = meaningFocus(ctx);
      if (selected === undefined) return 'no process is selected';
      if (ctx.openUrl === undefined) return 'nothing can be opened from here';
      return `${selected.name} has no URL: it has printed none, and watchdog.yaml gives it no port and no url`;
    },
    run: (ctx) => {
      const { name, url } = meaningFocus(ctx).selected!;
      ctx.openUrl?.(name, url!);
    },
  },
];
