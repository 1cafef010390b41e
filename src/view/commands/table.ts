import { openPrompt } from '../state/prompt.js';
import { overPage } from '../state/ui.js';
import { endsWithUs } from '../state/words.js';
import { actCommands, signalCommands } from './act.js';
import type { Command, CommandContext } from './command.js';
import { configurationCommands } from './configuration.js';
import { detailsCommands } from './details.js';
import { eventsCommands } from './events.js';
import { logCommands } from './log.js';
import { logSearchCommands } from './log-search.js';
import { ownTerminalCommands } from './own-terminal.js';
import { pageCommands } from './page.js';
import { paletteCommands } from './palette-prompt.js';
import { leaveLog, paneCommands } from './pane.js';
import { addressCommands, processCommands } from './process.js';
import { replayCommands } from './replay.js';
import { replicaCommands } from './replicas.js';
import { sortCommands, tableCommands } from './rows.js';
import { closeOverlay, closePage } from './run.js';
import { selectionCommands } from './selection.js';
import { terminalCommands } from './terminal.js';
import { promptCommands } from './typing.js';

/** Every command, in the order of the footer and of the help. The dispatcher, docs/keys.md and `watchdog keys` read it too. */
export const commands: readonly Command[] = [
  ...processCommands,
  ...addressCommands,
  ...replicaCommands,
  ...actCommands,
  ...signalCommands,
  ...tableCommands,
  ...sortCommands,
  ...logCommands,
  ...logSearchCommands,
  ...selectionCommands,
  ...paneCommands,
  ...terminalCommands,
  ...detailsCommands,
  ...eventsCommands,
  ...replayCommands,
  ...paletteCommands,
  ...configurationCommands,
  ...ownTerminalCommands,
  {
    id: 'help.open',
    keys: ['?', 'f1'],
    where: 'reading',
    except: 'help',
    section: 'General',
    title: 'Help',
    footer: { label: 'help', priority: 100 },
    run: ({ ui, dispatch }) => dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'help', words: '', top: 0 }) }),
  },
  {
    id: 'quit',
    keys: ['q', 'f10'],
    where: 'reading',
    section: 'General',
    title: 'Quit; asks if something runs',
    refusal: () => 'shutting down already; {interrupt} forces it',
    footer: { label: ({ quitEndsAll }) => (quitEndsAll ? 'quit' : 'leave'), priority: 90 },
    isEnabled: ({ shuttingDown }) => !shuttingDown,
    run: (ctx) => {
      if (ctx.quitEndsAll && ctx.processes.some(endsWithUs))
        ctx.dispatch({ type: 'overlay', overlay: overPage(ctx.ui, { name: 'question', question: { about: 'quit' } }) });
      else ctx.quit();
    },
  },
  {
    id: 'go.back',
    keys: ['escape'],
    where: 'anywhere',
    section: 'General',
    title: 'Back; then clear the filter',
    keyOnly: true,
    run: goBack,
  },
  {
    id: 'interrupt',
    keys: ['ctrl+c'],
    where: 'always',
    section: 'General',
    title: 'Shut down; again forces it',
    run: (ctx) => ctx.interrupt(),
  },
  ...pageCommands,
  {
    id: 'help.close',
    keys: ['escape', '?', 'f1'],
    where: 'help',
    section: 'Pages',
    title: 'Close the help',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
  {
    id: 'help.search',
    keys: ['/'],
    where: 'help',
    section: 'Pages',
    title: 'Search the help',
    footer: { label: 'search', priority: 60 },
    run: ({ ui, dispatch }) =>
      dispatch({ type: 'prompt', prompt: openPrompt('help.search', ui.overlay.name === 'help' ? ui.overlay.words : '') }),
  },
  {
    id: 'menu.close',
    keys: ['escape'],
    where: 'menu',
    section: 'Menu',
    title: 'Close the menu',
    footer: { label: 'close', priority: 100 },
    run: closeOverlay,
  },
  ...promptCommands,
  {
    id: 'question.yes',
    keys: ['y'],
    where: 'question',
    section: 'Question',
    title: 'Yes',
    footer: { label: 'yes', priority: 100 },
    run: agree,
  },
  {
    id: 'question.background',
    keys: ['b'],
    where: 'question',
    section: 'Question',
    title: 'Keep running in background',
    footer: { label: 'background', priority: 95 },
    isEnabled: ({ ui: { overlay }, leaveRunning }) =>
      overlay.name === 'question' && overlay.question.about === 'quit' && leaveRunning !== undefined,
    run: (ctx) => {
      closeOverlay(ctx);
      ctx.leaveRunning?.();
    },
  },
  {
    id: 'question.no',
    keys: ['n', 'escape'],
    where: 'question',
    section: 'Question',
    title: 'No',
    footer: { label: 'cancel', priority: 90 },
    run: closeOverlay,
  },
];

function goBack(ctx: CommandContext): void {
  const { ui, dispatch } = ctx;
  if (leaveLog(ctx)) return;
  if (ui.focus === 'table') {
    const isMarked = ui.table.marked.size > 0;
    dispatch({ type: 'table', change: isMarked ? { type: 'unmark-all' } : { type: 'filter', words: '' } });
  } else dispatch({ type: 'focus', pane: 'table' });
}

/** What a yes does. */
function agree(ctx: CommandContext): void {
  const { overlay } = ctx.ui;
  if (overlay.name !== 'question') return;
  const { question } = overlay;
  // To draw the screen without this question would hold up the signals, and most processes are gone by then.
  if (question.about === 'quit') {
    ctx.quit();
    return;
  }
  closeOverlay(ctx);
  if (question.about === 'scale') ctx.scale?.(question.name, question.count);
  else ctx.act(question.plan);
}
