import type { ActionOutcome } from '../../src/action-run.js';
import { Listeners } from '../../src/supervisor/listeners.js';
import type { Notice } from '../../src/supervisor/notice.js';
import type { DashboardNews } from '../../src/view/news.js';

/** News that the test tells, and a configuration that is as the test says. */
export class FakeNews implements DashboardNews {
  readonly notices = new Listeners<[notice: Notice]>();
  readonly problems = new Listeners<[text: string | undefined]>();
  outcome: ActionOutcome = { ok: true, text: 'reload: nothing changed' };
  reloads = 0;

  onNotice(listener: (notice: Notice) => void): () => void {
    return this.notices.add(listener);
  }

  onProblem(listener: (text: string | undefined) => void): () => void {
    return this.problems.add(listener);
  }

  reload(): ActionOutcome {
    this.reloads += 1;
    return this.outcome;
  }
}
