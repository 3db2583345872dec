import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Score, Verdict } from '../../lib/detector/verdict.ts';
import { EngineClient, poolable } from '../../lib/hosting/client.ts';
import type { Painter } from '../../lib/painting/painter.ts';
import {
  ASLEEP,
  type EngineStatus,
  MAX_PASSAGE_CHARS,
  type PageAnswer,
  Rank,
} from '../../lib/protocol/messages.ts';
import { joinPassages, languageOf, type Passage, rangesOf } from '../../lib/reading/index.ts';
import { countWords } from '../../lib/reading/words.ts';
import type { PlacedPassage } from '../../lib/views/page-view.ts';
import { t } from '../../lib/views/words.ts';
import { isJudgedInPart } from '../page.content/entry.ts';

export interface CheckedPassage {
  passage: Passage;
  ranges: Range[];
  score: Score | null;
  final: boolean;
}

export interface TextCheck {
  passages: ReadonlySignal<CheckedPassage[]>;
  /** The same as the views' lists and strips want them. */
  placed: ReadonlySignal<PlacedPassage[]>;
  engine: ReadonlySignal<EngineStatus>;
  failure: ReadonlySignal<string | null>;
  isDone: ReadonlySignal<boolean>;
  /** The text as a whole, where it has several passages; null until all are known. */
  whole: ReadonlySignal<Verdict | null>;
}

/** Scores the paragraphs of an article on our own page: joined, sent and marked as on any page. */
export function checkText(article: HTMLElement, painter: Painter, until: AbortSignal): TextCheck {
  const passages = signal(joinPassages(blocksOf(article)).map(unread));
  const engine = signal(ASLEEP);
  const failure = signal<string | null>(null);
  const whole = signal<Verdict | null>(null);
  const client = new EngineClient(
    {
      onAnswer: receive,
      onLost: () => {
        failure.value = t('noAnswer');
      },
    },
    until,
  );
  client.score(
    passages.value.map(({ passage }) => ({
      id: passage.id,
      text: passage.text.slice(0, MAX_PASSAGE_CHARS),
      rank: Rank.selection,
      language: languageOf(passage),
    })),
  );

  function receive(answer: PageAnswer): void {
    if (answer.type === 'engine') engine.value = answer.status;
    if (answer.type === 'engine' && answer.status.phase === 'failed') failure.value = answer.status.failure;
    if (answer.type === 'pooled') whole.value = answer.verdict;
    if (answer.type === 'refused') failure.value = answer.reason;
    if (answer.type !== 'scores') return;
    const heard = new Map(answer.results.map((result) => [result.id, result]));
    passages.value = passages.value.map((checked) => {
      const result = heard.get(checked.passage.id);
      if (!result || checked.final) return checked;
      const ground = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
      if (result.final) painter.paint(result.id, checked.ranges, result.score.verdict, ground);
      return { ...checked, score: result.score, final: result.final };
    });
    poolWhenDone();
  }

  function poolWhenDone(): void {
    if (!passages.value.every(({ final }) => final)) return;
    const scores = poolable(passages.value);
    if (scores.length > 1) client.pool('text', scores);
  }

  return {
    passages,
    placed: computed(() => passages.value.map(place)),
    engine,
    failure,
    whole,
    isDone: computed(() => passages.value.every(({ final }) => final)),
  };
}

function blocksOf(article: HTMLElement) {
  return [...article.querySelectorAll('p')].flatMap((element) => {
    const node = element.firstChild;
    if (!(node instanceof Text)) return [];
    const text = node.data;
    const pieces = [{ node, start: 0, end: text.length, at: 0 }];
    return { element, pieces, text, words: countWords(text), kind: 'prose' as const, unit: null, lang: null };
  });
}

function unread(passage: Passage): CheckedPassage {
  return { passage, ranges: rangesOf(passage), score: null, final: false };
}

/** Before both parts have read it, a passage has no verdict here: nothing needs to be shown in a hurry. */
function place({ passage, score, final }: CheckedPassage, at: number, all: CheckedPassage[]): PlacedPassage {
  return {
    document: '',
    id: passage.id,
    verdict: final ? (score?.verdict ?? null) : null,
    final,
    probability: final ? (score?.probability ?? null) : null,
    words: passage.words,
    ...(isJudgedInPart(passage) ? { isCut: true } : {}),
    unit: null,
    from: at / all.length,
    to: (at + 1) / all.length,
    opening: passage.text.slice(0, 90),
  };
}
