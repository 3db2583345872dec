import type { PageView } from './page-view.ts';

/** What the popup shows. */
export type PopupState =
  | { kind: 'opening' }
  | { kind: 'unchecked' }
  | { kind: 'cannot'; reason: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'starting' }
  | { kind: 'checking'; page: PageView }
  | { kind: 'nothing'; page: PageView }
  | { kind: 'stopped'; page: PageView }
  | { kind: 'done'; page: PageView };

export interface PopupFacts {
  /** `opening` until the tab's content scripts have answered or are known to be absent. */
  link: 'opening' | 'absent' | 'live';
  page: PageView | null;
  /** Why this address cannot be checked at all. */
  cannot: string | null;
  /** Why the last request failed. */
  refusal: string | null;
  /** The reader has pressed the button and nothing has come of it yet; see `isAnswered`. */
  asked: boolean;
}

/** Whether what the reader asked for has begun, or will not begin any more, for the page has gone. */
export function isAnswered({ link, page }: Pick<PopupFacts, 'link' | 'page'>): boolean {
  return link === 'absent' || (page !== null && page.phase !== 'idle');
}

export function popupState({ link, page, cannot, refusal, asked }: PopupFacts): PopupState {
  if (cannot !== null) return { kind: 'cannot', reason: cannot };
  if (refusal !== null) return { kind: 'failed', reason: refusal };
  if (link === 'live' && page !== null)
    return asked && page.phase === 'idle' ? { kind: 'starting' } : ofPage(page);
  if (asked) return { kind: 'starting' };
  return { kind: link === 'absent' ? 'unchecked' : 'opening' };
}

function ofPage(page: PageView): PopupState {
  switch (page.phase) {
    case 'idle':
      return { kind: 'unchecked' };
    case 'failed':
      return { kind: 'failed', reason: page.failure ?? '' };
    case 'reading':
    case 'scoring':
      return page.engine.phase === 'failed'
        ? { kind: 'failed', reason: page.engine.failure ?? '' }
        : { kind: 'checking', page };
    case 'stopped':
      return { kind: 'stopped', page };
    case 'done':
      return page.tally.judged === 0 ? { kind: 'nothing', page } : { kind: 'done', page };
  }
}
