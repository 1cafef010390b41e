import type { ProcessSnapshot } from '../../src/supervisor/process-snapshot.js';
import type { CommandContext } from '../../src/view/command.js';
import { layoutFor } from '../../src/view/layout.js';
import { listedProcesses } from '../../src/view/listed.js';
import { logPanes } from '../../src/view/log-panes.js';
import { openPane, type PaneContext } from '../../src/view/pane-context.js';
import { PaneLogs } from '../../src/view/pane-logs.js';
import { initialUiState, reduceUi, type UiState } from '../../src/view/ui-state.js';
import { FakeSource } from '../components/fake-source.js';
import { everyState } from '../components/sample-processes.js';
import { FakeClock } from '../ports/fake-clock.js';

/** A context in which `selected` is the name of one of the sample processes, with all that its commands did. */
export class FakeContext implements CommandContext {
  readonly now = 100_000;
  processes: readonly ProcessSnapshot[] = everyState(this.now);
  readonly tableRows = 5;
  readonly source = new FakeSource(new FakeClock(), []);
  readonly logs = new PaneLogs(this.source, new FakeClock());
  hasDesk = true;
  readonly did: string[] = [];
  pageOverflow = 0;
  readonly reload = undefined;
  shuttingDown = false;
  ui: UiState;

  constructor(selected: string) {
    this.ui = { ...initialUiState, selected };
  }

  get listed(): readonly ProcessSnapshot[] {
    return listedProcesses(this.processes, this.ui.table);
  }

  get selected(): ProcessSnapshot | undefined {
    return this.listed.find(({ name }) => name === this.ui.selected);
  }

  readonly dispatch: CommandContext['dispatch'] = (action) => {
    this.ui = reduceUi(this.ui, action);
  };

  readonly act: CommandContext['act'] = (name, ...actions) => {
    this.did.push(...actions.map((action) => `${action} ${name}`));
  };

  /** The log of the selected process in a pane of 10 rows. */
  readonly pane = (): PaneContext | undefined => {
    const size = { columns: 120, rows: 27 };
    const layout = layoutFor(size, () => 9);
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
