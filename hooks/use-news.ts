import { useEffect } from 'react';
import { noticeToast, problemToast } from '../src/view/chrome/news-toasts.js';
import type { DashboardNews } from '../src/view/state/news.js';
import type { SnapshotStore } from '../src/view/state/snapshot-store.js';
import type { DashboardSource } from '../src/view/state/source.js';
import type { Toast } from '../src/view/state/toasts.js';
import { reduceUi, type UiState } from '../src/view/state/ui.js';

/** Shows notices as toasts, and what is wrong with the configuration until it is mended. */
export function useNews(news: DashboardNews | undefined, store: SnapshotStore<UiState>, source: DashboardSource): void {
  useEffect(() => {
    if (news === undefined) return;
    const show = (toast: Toast): void => store.update((state) => reduceUi(state, { type: 'toast', toast, now: source.now() }));
    const stopNotices = news.onNotice((notice) => show(noticeToast(notice, source.now())));
    const stopProblems = news.onProblem((problem) => {
      show(problemToast(problem, source.now()));
      store.update((state) => reduceUi(state, { type: 'problem', problem }));
    });
    return () => {
      stopNotices();
      stopProblems();
    };
  }, [news, store, source]);
}
