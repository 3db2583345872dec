import type { SecondOpinion } from '../protocol/messages.ts';
import { t } from '../views/words.ts';
import { askSecondModel, type SecondPassage } from './second-client.ts';

/** What a card shows of the second model. */
export interface SecondView {
  /** Null until it was asked. */
  opinion: SecondOpinion | null;
  /** Its sentences are being weighed, while the opinion stands. */
  isWeighing: boolean;
}

const UNASKED: SecondView = { opinion: null, isWeighing: false };

/** The second model's part in one card: asked by a press, forgotten with the passage. */
export class SecondAsker {
  readonly #onChange: () => void;
  #asking = new AbortController();
  #view = UNASKED;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get view(): SecondView {
    return this.#view;
  }

  ask(passage: SecondPassage): void {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { withSentences } = passage;
    const show = (opinion: SecondOpinion): void => {
      const isOver = opinion.phase === 'done' || opinion.phase === 'failed';
      // An opinion that is there stays to be read while more of it is asked for.
      if (withSentences && !isOver) this.#show({ ...this.#view, isWeighing: true });
      else this.#show({ opinion, isWeighing: false });
    };
    show({ phase: 'loading' });
    const onLost = (): void => show({ phase: 'failed', reason: t('engineLost') });
    askSecondModel(passage, { onOpinion: show, onLost }, this.#asking.signal);
  }

  /** Another passage, or none. */
  forget(): void {
    this.#asking.abort();
    this.#view = UNASKED;
  }

  #show(view: SecondView): void {
    this.#view = view;
    this.#onChange();
  }
}
