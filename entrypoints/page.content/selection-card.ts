import type { CardContent } from '../../components/card/mount.tsx';
import { EngineClient } from '../../lib/hosting/client.ts';
import { SecondAsker } from '../../lib/hosting/second-asker.ts';
import type { Painter } from '../../lib/painting/painter.ts';
import { MAX_PASSAGE_CHARS, type PageAnswer, Rank } from '../../lib/protocol/messages.ts';
import { languageOf } from '../../lib/reading/index.ts';
import { t } from '../../lib/views/words.ts';
import { CardHost, keepDisagreement, rectsOf } from './card-host.ts';
import { copyText } from './passage-cards.ts';

interface Selected {
  text: string;
  /** More was selected than is judged. */
  isCut: boolean;
  lang: string | null;
  rects: () => DOMRect[];
}

/** Scores what the reader has selected, before anything else, and shows the card beside it. */
export class SelectionCard {
  readonly #host = new CardHost();
  readonly #painter: Painter;
  readonly #signal: AbortSignal;
  readonly #hasSecondModel: () => boolean;
  #asking = new AbortController();

  constructor(options: { painter: Painter; signal: AbortSignal; hasSecondModel: () => boolean }) {
    this.#hasSecondModel = options.hasSecondModel;
    this.#painter = options.painter;
    this.#signal = options.signal;
    options.signal.addEventListener('abort', () => this.#close());
  }

  /** Does nothing in a document where nothing is selected: another frame has the selection. */
  check(): void {
    const selected = readSelection();
    if (!selected) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    const { text, isCut } = selected;
    let content: CardContent = { kind: 'selection', text, isCut, score: null, final: false };
    const update = (change: Partial<CardContent>): void => {
      content = { ...content, ...change };
      this.#host.update(content);
    };
    const language = languageOf({ ...selected, words: selected.text.split(/\s+/).length });
    const second = new SecondAsker(() => update({ second: second.view }));
    this.#asking.signal.addEventListener('abort', () => second.forget());
    this.#host.show(
      { content, rects: selected.rects },
      {
        onClose: () => this.#close(),
        onHoverSentence: () => this.#painter.pointAt([]),
        onCopy: copyText,
        onWrong: () => keepDisagreement(selected.text, content.score),
        onStopSite: () => this.#close(),
        onAskSecond: (withSentences) => second.ask({ text: selected.text, language, withSentences }),
      },
    );
    this.#host.focus();
    const client = new EngineClient(
      {
        onAnswer: (answer) =>
          update({ ...changeBy(answer), second: this.#hasSecondModel() ? second.view : undefined }),
        onLost: () => update({ failure: t('engineLost') }),
      },
      AbortSignal.any([this.#signal, this.#asking.signal]),
    );
    client.score([
      {
        id: crypto.randomUUID(),
        text: selected.text,
        rank: Rank.selection,
        language,
      },
    ]);
  }

  #close(): void {
    this.#asking.abort();
    this.#host.close();
  }
}

function changeBy(answer: PageAnswer): Partial<CardContent> {
  if (answer.type === 'refused') return { failure: answer.reason };
  if (answer.type !== 'scores' || !answer.results[0]) return {};
  const { score, final } = answer.results[0];
  // The wide part alone accuses nobody; a selection waits for both.
  return final ? { score, final } : {};
}

function readSelection(): Selected | null {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    const text = field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
    if (text.trim()) return selected(text, field, () => [field.getBoundingClientRect()]);
  }
  const selection = getSelection();
  const text = selection?.toString() ?? '';
  if (!selection || !text.trim()) return null;
  const ranges = Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i).cloneRange());
  const node = ranges[0]?.startContainer;
  const element = node instanceof Element ? node : node?.parentElement;
  return selected(text, element ?? document.documentElement, () => rectsOf(ranges));
}

function selected(text: string, element: Element, rects: () => DOMRect[]): Selected {
  const lang = element.closest('[lang]')?.getAttribute('lang') ?? null;
  return { text: text.slice(0, MAX_PASSAGE_CHARS), isCut: text.length > MAX_PASSAGE_CHARS, lang, rects };
}
