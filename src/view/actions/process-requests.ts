import type { Browser } from '../../ports/browser.js';
import type { DashboardNews } from '../state/news.js';
import type { SnapshotStore } from '../state/snapshot-store.js';
import type { ActionOutcome, DashboardSource } from '../state/source.js';
import { refusalMs, successMs } from '../state/toasts.js';
import { reduceUi, type UiState } from '../state/ui.js';

/** Where the words about a request go. */
interface Words {
  readonly source: DashboardSource;
  readonly store: SnapshotStore<UiState>;
}

/** Opens the URL of a process in the browser, and says in a toast whether that could be done. */
export async function openUrl(browser: Browser, words: Words, name: string, url: string): Promise<void> {
  const failure = await browser.open(url);
  const outcome =
    failure === undefined ? { ok: true, text: `${name}: opened ${url}` } : { ok: false, text: `${url}: ${failure}` };
  report(words, `url of ${name}`, outcome);
}

/** Scales a process to so many replicas, and says in a toast what is under way, then the outcome. */
export async function scaleReplicas(news: DashboardNews, words: Words, name: string, count: number): Promise<void> {
  const about = `replicas of ${name}`;
  const outcome = news
    .scale(name, count)
    .catch((error: unknown): ActionOutcome => ({ ok: false, text: (error as Error).message }));
  put(words, { about, text: `scaling ${name} to ${count}…`, tone: 'progress', forMs: Number.POSITIVE_INFINITY });
  report(words, about, await outcome);
}

function report(words: Words, about: string, { ok, text }: ActionOutcome): void {
  put(words, { about, text, tone: ok ? 'good' : 'trouble', forMs: ok ? successMs : refusalMs });
}

function put(
  { source, store }: Words,
  { about, text, tone, forMs }: { about: string; text: string; tone: 'good' | 'trouble' | 'progress'; forMs: number },
): void {
  const now = source.now();
  store.update((state) => reduceUi(state, { type: 'toast', toast: { about, text, tone, until: now + forMs }, now }));
}
