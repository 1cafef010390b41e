import type { ActionOutcome, ReloadOutcome } from '../../../src/api/action-run.js';
import type { ConfigProblem } from '../../../src/config/problems/config-error.js';
import { Listeners } from '../../../src/supervisor/events/listeners.js';
import type { Notice } from '../../../src/supervisor/events/notice.js';
import type { DashboardNews } from '../../../src/view/state/news.js';

/** News from the test, and a configuration as the test sets it. */
export class FakeNews implements DashboardNews {
  readonly notices = new Listeners<[notice: Notice]>();
  readonly problems = new Listeners<[problem: ConfigProblem | undefined]>();
  outcome: ReloadOutcome = { ok: true, text: 'reload: nothing changed' };
  reloads = 0;

  onNotice(listener: (notice: Notice) => void): () => void {
    return this.notices.add(listener);
  }

  onProblem(listener: (problem: ConfigProblem | undefined) => void): () => void {
    return this.problems.add(listener);
  }

  scaled: readonly [name: string, count: number][] = [];

  scale(name: string, count: number): Promise<ActionOutcome> {
    this.scaled = [...this.scaled, [name, count]];
    return Promise.resolve({ ok: true, text: `${name}: ${count} replicas` });
  }

  reload(): ReloadOutcome {
    this.reloads += 1;
    return this.outcome;
  }
}
