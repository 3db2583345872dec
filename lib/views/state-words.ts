import { headline } from './headline.ts';
import type { PopupState } from './popup-state.ts';
import { t } from './words.ts';

/** What a screen reader says when a view's state changes. It stays the same while passages come in. */
export function stateWords(state: PopupState): string {
  switch (state.kind) {
    case 'opening':
    case 'unchecked':
      return '';
    case 'starting':
      return t('startingTitle');
    case 'cannot':
      return `${t('cannotTitle')}. ${state.reason}`;
    case 'failed':
      return `${t('failedTitle')}. ${state.reason}`;
    case 'checking':
      return t('checkingTitle');
    case 'nothing':
      return t('headlineNothing');
    case 'stopped':
      return t('stoppedText');
    case 'done':
      return headline(state.page.tally);
  }
}
