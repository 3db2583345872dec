import type { Verdict } from '../detector/verdict.ts';
import type { PlacedPassage } from './page-view.ts';

/** One bar of the page strip: a passage, or neighbouring passages where the page has too many for the width. */
export interface StripBar {
  /** The passage to go to: the one that speaks loudest for AI. */
  passage: PlacedPassage;
  words: number;
  passages: number;
}

const LOUDNESS: Record<Verdict | 'waiting', number> = {
  'likely-ai': 5,
  'possibly-ai': 4,
  'no-signs': 3,
  waiting: 2,
  'too-short': 1,
  'not-prose': 0,
  'unsupported-language': 0,
};

/** At most `limit` bars in reading order. Joined passages show the strongest verdict among them. */
export function stripBars(passages: readonly PlacedPassage[], limit: number): StripBar[] {
  const perBar = Math.max(1, Math.ceil(passages.length / limit));
  const bars: StripBar[] = [];
  for (let at = 0; at < passages.length; at += perBar) {
    const group = passages.slice(at, at + perBar);
    const passage = group.reduce((loudest, next) => (loudness(next) > loudness(loudest) ? next : loudest));
    bars.push({ passage, words: group.reduce((sum, p) => sum + p.words, 0), passages: group.length });
  }
  return bars;
}

function loudness({ verdict, probability }: PlacedPassage): number {
  return LOUDNESS[verdict ?? 'waiting'] + (probability ?? 0) * 0.5;
}
