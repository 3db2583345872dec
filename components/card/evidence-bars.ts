import type { SentenceEvidence } from '../../lib/detector/verdict.ts';

export interface EvidenceBar {
  index: number;
  sentence: string;
  evidence: number;
  /** Characters, for the bar's width. */
  length: number;
  /** −1 to 1: the evidence against the strongest of the passage. */
  height: number;
}

/** A passage's sentences as bars. What is weak everywhere stays small: heights are against at least `floor`. */
export function evidenceBars(
  text: string,
  sentences: readonly SentenceEvidence[],
  floor = 0.5,
): EvidenceBar[] {
  const strongest = Math.max(floor, ...sentences.map((s) => Math.abs(s.evidence)));
  return sentences.map(({ start, end, evidence }, index) => ({
    index,
    sentence: text.slice(start, end).trim().replace(/\s+/g, ' '),
    evidence,
    length: end - start,
    height: evidence / strongest,
  }));
}

/** The sentences that weigh most for AI and most against; null where none points that way. */
export function heaviest(bars: readonly EvidenceBar[]): {
  toward: EvidenceBar | null;
  away: EvidenceBar | null;
} {
  let toward: EvidenceBar | null = null;
  let away: EvidenceBar | null = null;
  for (const bar of bars) {
    if (bar.evidence > (toward?.evidence ?? 0)) toward = bar;
    if (bar.evidence < (away?.evidence ?? 0)) away = bar;
  }
  return { toward, away };
}
