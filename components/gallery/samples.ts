import type { SentenceEvidence, Verdict } from '../../lib/detector/verdict.ts';
import type { DocumentState, EngineStatus, PassageState, UnitState } from '../../lib/protocol/messages.ts';
import { mergeDocuments, type PageView } from '../../lib/views/page-view.ts';

// Made-up pages, the same at every run.

export const READY: EngineStatus = { phase: 'ready', backend: 'wasm', threads: 2, failure: null };
export const LOADING: EngineStatus = { phase: 'loading', backend: null, threads: 0, failure: null };

const OPENINGS = [
  'The council met on Tuesday evening to decide what to do about the old bridge, and for once',
  'In today’s fast-paced world, infrastructure plays a crucial role in shaping the way we',
  'Mrs Havel, who has run the kiosk at the north end since 1987, says nobody asked her',
  'It is important to note that the restoration represents a significant step forward for',
  'Repairs in 2011 cost more than twice the estimate. The report was never published.',
  'Moreover, the project fosters a sense of community and underscores the importance of',
  'At 6:40 the first bus turned around. By eight there were eleven of them in the lay-by.',
  'By leveraging innovative solutions, stakeholders can navigate the complexities of modern',
];

/** One letter per passage: L likely, P possibly, n no signs, s short, c not prose (code), u unsupported, . waiting. */
const LETTERS: Record<string, Verdict | null> = {
  L: 'likely-ai',
  P: 'possibly-ai',
  n: 'no-signs',
  s: 'too-short',
  c: 'not-prose',
  u: 'unsupported-language',
  '.': null,
};
const PROBABILITY: Record<string, number> = { L: 0.97, P: 0.71, n: 0.06 };

export function passagesOf(letters: string): PassageState[] {
  return [...letters].map((letter, i) => ({
    id: `p${i}`,
    verdict: LETTERS[letter] ?? null,
    final: letter !== '.',
    probability: PROBABILITY[letter] ?? null,
    words: letter === 's' ? 11 : 46 + ((i * 67) % 150),
    unit: null,
    from: i / letters.length,
    to: (i + 0.9) / letters.length,
    opening: OPENINGS[(letter === 'L' || letter === 'P' ? 1 + 2 * i : 2 * i) % OPENINGS.length] ?? '',
  }));
}

export function documentOf(letters: string, more: Partial<DocumentState> = {}): DocumentState {
  return {
    document: 'top',
    top: true,
    phase: 'done',
    failure: null,
    engine: READY,
    marksShown: true,
    passages: passagesOf(letters),
    units: [],
    ...more,
  };
}

export function pageOf(letters: string, more: Partial<DocumentState> = {}): PageView {
  const page = mergeDocuments([documentOf(letters, more)]);
  if (!page) throw new Error('a page of one document is a page');
  return page;
}

/** A text's sentences with the given evidence, cut at full stops. */
export function sentencesOf(text: string, evidence: number[]): SentenceEvidence[] {
  const ends = [...text.matchAll(/\. |$/g)].map(({ index }) => Math.min(index + 1, text.length));
  return evidence.map((value, i) => ({
    start: ends[i - 1] ?? 0,
    end: ends[i] ?? text.length,
    evidence: value,
  }));
}

export const ARTICLE_UNIT: UnitState = {
  id: 'article',
  kind: 'article',
  author: null,
  date: null,
  permalink: null,
  words: 2400,
  passages: 24,
  verdict: 'possibly-ai',
  probability: 0.7,
};

const AUTHORS = ['harbour_kid', 'M. Ostrowski', 'tidewatcher', null, 'ferryman77'];

/** A thread with one post per letter, each of one passage. */
export function threadOf(letters: string): PageView {
  const passages = passagesOf(letters).map((passage, i) => ({ ...passage, unit: `u${i}` }));
  const units = passages.map(({ unit, verdict, probability, words }, i) => ({
    id: unit,
    kind: 'post' as const,
    author: AUTHORS[(i * 3) % AUTHORS.length] ?? null,
    date: `2026-03-${String(10 + (i % 18)).padStart(2, '0')}`,
    permalink: `https://forum.example/t/12#${i}`,
    words,
    passages: 1,
    verdict,
    probability,
  }));
  return pageOf('', { passages, units });
}
