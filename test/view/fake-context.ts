import type { CrashCard } from '../../src/policy/diagnosis/crash.js';
import type { EventRecord } from '../../src/supervisor/events/history.js';
import type { LogReader } from '../../src/supervisor/log/line.js';
import type { ProcessSnapshot } from '../../src/supervisor/snapshot/process.js';
import type { ScreenReader } from '../../src/supervisor/terminal/screen-reader.js';
import type { CommandContext } from '../../src/view/commands/command.js';
import { standardKeymap } from '../../src/view/commands/keymap.js';
import { openPane, type PaneContext } from '../../src/view/log/pane-context.js';
import { PaneLogs } from '../../src/view/log/pane-search.js';
import { logPanes } from '../../src/view/log/panes.js';
import { layoutFor } from '../../src/view/state/layout.js';
import type { PageView } from '../../src/view/state/page.js';
import { initialUiState, reduceUi, type UiState } from '../../src/view/state/ui.js';
import { Arrangement } from '../../src/view/table/arrangement.js';
import { processesOf, selectedRow, type TableRow } from '../../src/view/table/rows.js';
import { FakeSource } from '../components/stage/fake-source.js';
import { everyState } from '../components/stage/sample-processes.js';
import { FakeClock } from '../ports/fake-clock.js';

/** A context in which `selected` is the name of one of the sample processes, with all that its commands did. */
export class FakeContext implements CommandContext {
  readonly now = 100_000;
  keymap = standardKeymap;
  processes: readonly ProcessSnapshot[] = everyState(this.now);
  readonly tableRows = 5;
  screen: ScreenReader | undefined;
  readonly source = new FakeSource(new FakeClock(), []);
  readonly logs = new PaneLogs(this.source, new FakeClock());
  canExport = true;
  readonly did: string[] = [];
  page: PageView | undefined;
  readonly cards: CrashCard[] = [];
  readonly screenOf = (): ScreenReader | undefined => this.screen;
  records: readonly EventRecord[] = [];
  readonly events = (): readonly EventRecord[] => this.records;
  readonly log = (name: string): LogReader => this.source.log(name);
  readonly redraw = (): void => {
    this.did.push('redraw');
  };
  readonly crashes = (): readonly CrashCard[] => this.cards;
  readonly reload = undefined;
  readonly suspend = undefined;
  readonly writeBundle = undefined;
  replay: CommandContext['replay'];
  quitEndsAll = true;
  readonly leaveRunning = (): void => {
    this.did.push('leave running');
  };
  openUrl: CommandContext['openUrl'] = (name, url) => {
    this.did.push(`open ${url} of ${name}`);
  };
  scale: CommandContext['scale'] = (name, count) => {
    this.did.push(`scale ${name}=${count}`);
  };
  toggleAttention: (() => boolean) | undefined;
  toggleMouse: (() => boolean) | undefined;
  shuttingDown = false;
  ui: UiState;

  constructor(selected: string) {
    this.ui = { ...initialUiState, selected };
  }

  get rows(): readonly TableRow[] {
    return new Arrangement().rows(this.processes, this.ui.table);
  }

  get listed(): readonly ProcessSnapshot[] {
    return processesOf(this.rows);
  }

  get row(): TableRow | undefined {
    return selectedRow(this.rows, this.ui);
  }

  get selected(): ProcessSnapshot | undefined {
    const { row } = this;
    return row?.kind === 'process' ? row.process : undefined;
  }

  /** All of it as it is now, as a plain object. */
  get snapshot(): CommandContext {
    const { rows } = this;
    const row = selectedRow(rows, this.ui);
    return { ...this, rows, listed: processesOf(rows), row, selected: row?.kind === 'process' ? row.process : undefined };
  }

  readonly dispatch: CommandContext['dispatch'] = (action) => {
    this.ui = reduceUi(this.ui, action);
  };

  readonly act: CommandContext['act'] = ({ verb, names, hidden }) => {
    this.did.push(`${verb} ${names.join(' ')}${hidden > 0 ? ` but ${hidden}` : ''}`);
  };

  /** The log of the selected process in a pane of 10 rows. */
  readonly pane = (): PaneContext | undefined => {
    const size = { columns: 120, rows: 26 };
    const layout = layoutFor(size, { rows: 9, panes: 1, reasonWidth: () => 0 });
    if (layout.kind === 'too_small') return undefined;
    const specs = logPanes(this.ui, this.selected?.name, layout, size, false);
    const spec = specs.find(({ focused }) => focused) ?? specs[0];
    return spec && openPane(spec, this.ui.log, this.logs, { colours: true, nameWidth: 8 });
  };

  readonly copy: CommandContext['copy'] = ({ text }) => {
    this.did.push(`copy ${text}`);
  };

  readonly save: CommandContext['save'] = (path, pieces) => {
    this.did.push(`save ${path}: ${[...pieces].map(({ text }) => text).join('')}`);
  };

  readonly quit = (): void => {
    this.did.push('quit');
  };

  readonly interrupt = (): void => {
    this.did.push('interrupt');
  };
}
