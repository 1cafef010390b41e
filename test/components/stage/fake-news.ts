import type { ActionOutcome } from '../../../src/api/action-run.js';
import { Listeners } from '../../../src/supervisor/events/listeners.js';
import type { Notice } from '../../../src/supervisor/events/notice.js';
import type { DashboardNews } from '../../../src/view/state/news.js';

/** News from the test, and a configuration as the test sets it. */
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

  scaled: readonly [name: string, count: number][] = [];

  scale(name: string, count: number): Promise<ActionOutcome> {
    this.scaled = [...this.scaled, [name, count]];
    return Promise.resolve({ ok: true, text: `${name}: ${count} replicas` });
  }

  reload(): ActionOutcome {
    this.reloads += 1;
    return this.outcome;
  }
}
