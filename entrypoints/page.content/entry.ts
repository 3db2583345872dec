import type { Score, Verdict } from '../../lib/detector/verdict.ts';
import type { Ground } from '../../lib/painting/marks.ts';
import { MAX_PASSAGE_CHARS } from '../../lib/protocol/messages.ts';
import type { Passage } from '../../lib/reading/index.ts';
import type { PageSettings } from '../../lib/settings/page-settings.ts';

/** A passage of this document and what is known of it. */
export interface Entry {
  passage: Passage;
  ranges: Range[];
  ground: Ground;
  /** Null while it waits for its first answer. */
  score: Score | null;
  final: boolean;
  /** Where it stands in the document, 0 at the top, 1 at the bottom. */
  from: number;
  to: number;
}

/** What an author unit's passages say together. */
export interface UnitVerdict {
  verdict: Verdict;
  probability: number | null;
}

/**
 * What is drawn and listed, which may be less than what was scored; it is never more.
 * - Until the encoder has read a passage, the wide part alone accuses nobody.
 * - One odd passage in an article that as a whole shows no signs deserves doubt.
 */
export function shownVerdict(
  { score, final }: Pick<Entry, 'score' | 'final'>,
  unit: UnitVerdict | null,
): Verdict | null {
  if (score?.verdict !== 'likely-ai') return score?.verdict ?? null;
  return final && unit?.verdict !== 'no-signs' ? 'likely-ai' : 'possibly-ai';
}

/** Whether the page holds more of a passage than is judged of it. */
export function isJudgedInPart({ blocks, text }: Passage): boolean {
  return text.length > MAX_PASSAGE_CHARS || blocks.some(({ isCut }) => isCut);
}

/** Why the reader's own settings leave a passage unjudged; null where they do not. */
export function refusalOf(
  { words }: Passage,
  language: string | null,
  settings: PageSettings,
): Verdict | null {
  if (words < settings.minWords) return 'too-short';
  const { languages } = settings;
  return languages && language && !languages.includes(language) ? 'unsupported-language' : null;
}

/** The score of a passage that was refused before anything read it. */
export function unjudged({ words }: Passage, verdict: Verdict): Score {
  return { verdict, probability: null, logit: null, tokens: 0, words, depth: 0, sentences: [] };
}
