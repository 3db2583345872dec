import { browser } from 'wxt/browser';
import {
  MAX_PASSAGE_CHARS,
  PORT_PAGE,
  parse,
  type SecondOpinion,
  type SecondQuestion,
  schemas,
} from '../protocol/messages.ts';
import { isOrphan } from './client.ts';

/** What is asked of the second model. */
export type SecondPassage = Pick<SecondQuestion, 'text' | 'language' | 'withSentences'>;

export interface SecondListeners {
  onOpinion: (opinion: SecondOpinion) => void;
  /** The engine cannot be reached. */
  onLost: () => void;
}

// A service worker may end at any time; more often in a row than this it will not come back.
const MOST_LINES = 3;

/** Asks the reader's second model about one passage, over a line of its own. @param signal gives the question up */
export function askSecondModel(
  passage: SecondPassage,
  listeners: SecondListeners,
  signal: AbortSignal,
): void {
  const question: SecondQuestion = {
    ...passage,
    type: 'second-opinion',
    id: crypto.randomUUID(),
    text: passage.text.slice(0, MAX_PASSAGE_CHARS),
  };
  const done = new AbortController();
  const over = AbortSignal.any([signal, done.signal]);
  const connect = (line: number): void => {
    const port = browser.runtime.connect({ name: PORT_PAGE });
    port.onMessage.addListener((message: unknown) => {
      const answer = parse(schemas.pageAnswer, message);
      if (answer?.type !== 'second-opinion' || answer.id !== question.id || over.aborted) return;
      const { opinion } = answer;
      if (opinion.phase === 'done' || opinion.phase === 'failed') done.abort();
      listeners.onOpinion(opinion);
    });
    port.onDisconnect.addListener(() => {
      if (over.aborted) return;
      if (line < MOST_LINES) return connect(line + 1);
      done.abort();
      listeners.onLost();
    });
    over.addEventListener('abort', () => !isOrphan() && port.disconnect(), { once: true });
    port.postMessage(question);
  };
  connect(1);
}
