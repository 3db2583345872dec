import { effect } from '@preact/signals';
import { HitIndex } from '../../lib/painting/hit.ts';
import type { Painter } from '../../lib/painting/painter.ts';
import { rangesOf } from '../../lib/reading/index.ts';
import { addDisagreement, type Kept } from '../../lib/settings/disagreements.ts';
import { CardHost, rectsOf } from '../page.content/card-host.ts';
import type { CheckedPassage, TextCheck } from './text-check.ts';

/** The card beside a passage of the text: a click on the passage, or its line in the list, opens it. */
export class TextCards {
  readonly #host = new CardHost();
  readonly #hits = new HitIndex();
  readonly #check: TextCheck;
  readonly #painter: Painter;
  #current: string | null = null;
  #focusBefore: HTMLElement | null = null;

  constructor(article: HTMLElement, check: TextCheck, painter: Painter, until: AbortSignal) {
    this.#check = check;
    this.#painter = painter;
    for (const { passage, ranges } of check.passages.value) this.#hits.add({ id: passage.id, ranges });
    article.addEventListener('click', (event) => this.#clicked(event), { signal: until });
    const stop = effect(() => this.#refresh(check.passages.value));
    until.addEventListener('abort', () => {
      stop();
      this.close();
    });
  }

  open(id: string): void {
    const checked = this.#find(id);
    if (!checked) return;
    this.#current = id;
    if (document.activeElement instanceof HTMLElement) this.#focusBefore = document.activeElement;
    checked.passage.blocks[0]?.element.scrollIntoView({ block: 'center' });
    this.#host.show(
      { content: contentOf(checked), rects: () => rectsOf(checked.ranges) },
      {
        onClose: () => this.close(),
        onHoverSentence: (index) => this.#pointAt(id, index),
        onCopy: (summary) =>
          navigator.clipboard.writeText(summary).then(
            () => true,
            () => false,
          ),
        onWrong: () => keep(this.#find(id)),
        onStopSite() {},
      },
    );
    this.#host.focus();
  }

  close(): void {
    if (!this.#host.isOpen) return;
    this.#painter.pointAt([]);
    this.#host.close();
    this.#focusBefore?.focus({ preventScroll: true });
  }

  #refresh(passages: CheckedPassage[]): void {
    const shown = passages.find(({ passage }) => passage.id === this.#current);
    if (shown && this.#host.isOpen) this.#host.update(contentOf(shown));
  }

  #clicked({ clientX, clientY }: MouseEvent): void {
    const id = this.#hits.at(clientX, clientY);
    const hasSelected = !(getSelection()?.isCollapsed ?? true);
    if (id !== null && !hasSelected) this.open(id);
    else this.close();
  }

  #pointAt(id: string, index: number | null): void {
    const checked = this.#find(id);
    const sentence = index === null ? null : checked?.score?.sentences[index];
    const ranges = checked && sentence ? rangesOf(checked.passage, sentence.start, sentence.end) : [];
    this.#painter.pointAt(ranges);
  }

  #find(id: string): CheckedPassage | undefined {
    return this.#check.passages.value.find(({ passage }) => passage.id === id);
  }
}

function contentOf({ passage, score, final }: CheckedPassage) {
  return { kind: 'passage' as const, text: passage.text, score: final ? score : null, final };
}

async function keep(checked: CheckedPassage | undefined): Promise<Kept> {
  if (!checked?.score) return 'off';
  const { verdict, logit } = checked.score;
  return addDisagreement({ text: checked.passage.text, verdict, logit, at: Date.now() });
}
