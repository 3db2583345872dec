import { effect } from '@preact/signals';
import type { CardContent } from '../../components/card/mount.tsx';
import { SecondAsker } from '../../lib/hosting/second-asker.ts';
import { HitIndex } from '../../lib/painting/hit.ts';
import type { Painter } from '../../lib/painting/painter.ts';
import { languageOf, rangesOf } from '../../lib/reading/index.ts';
import { addDisagreement, type Kept } from '../../lib/settings/disagreements.ts';
import { loadSettings } from '../../lib/settings/settings.ts';
import { CardHost, rectsOf } from '../page.content/card-host.ts';
import { isJudgedInPart } from '../page.content/entry.ts';
import type { CheckedPassage, TextCheck } from './text-check.ts';

/** The card beside a passage of the text: a click on the passage, or its line in the list, opens it. */
export class TextCards {
  readonly #host = new CardHost();
  readonly #second = new SecondAsker(() => this.#refresh(this.#check.passages.value));
  #hasSecondModel = false;
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
    void loadSettings().then(({ model, secondModel }) => {
      this.#hasSecondModel = secondModel !== null && secondModel !== model;
      this.#refresh(check.passages.value);
    });
    const stop = effect(() => this.#refresh(check.passages.value));
    until.addEventListener('abort', () => {
      stop();
      this.close();
    });
  }

  open(id: string): void {
    const checked = this.#find(id);
    if (!checked) return;
    this.#second.forget();
    this.#current = id;
    if (document.activeElement instanceof HTMLElement) this.#focusBefore = document.activeElement;
    checked.passage.blocks[0]?.element.scrollIntoView({ block: 'center' });
    this.#host.show(
      { content: this.#contentOf(checked), rects: () => rectsOf(checked.ranges) },
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
        onAskSecond: (withSentences) => {
          const { passage } = checked;
          this.#second.ask({ text: passage.text, language: languageOf(passage), withSentences });
        },
      },
    );
    this.#host.focus();
  }

  close(): void {
    if (!this.#host.isOpen) return;
    this.#painter.pointAt([]);
    this.#second.forget();
    this.#host.close();
    this.#focusBefore?.focus({ preventScroll: true });
  }

  #refresh(passages: CheckedPassage[]): void {
    const shown = passages.find(({ passage }) => passage.id === this.#current);
    if (shown && this.#host.isOpen) this.#host.update(this.#contentOf(shown));
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

  #contentOf({ passage, score, final }: CheckedPassage): CardContent {
    const second = final && this.#hasSecondModel ? this.#second.view : undefined;
    const isCut = isJudgedInPart(passage);
    return { kind: 'passage', text: passage.text, isCut, score: final ? score : null, final, second };
  }

  #find(id: string): CheckedPassage | undefined {
    return this.#check.passages.value.find(({ passage }) => passage.id === id);
  }
}

async function keep(checked: CheckedPassage | undefined): Promise<Kept> {
  if (!checked?.score) return 'off';
  const { verdict, logit } = checked.score;
  return addDisagreement({ text: checked.passage.text, verdict, logit, at: Date.now() });
}
