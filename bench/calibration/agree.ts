import type { ForeignClassifier } from '../../lib/models/foreign/classifier.ts';

/**
 * By how much two runtimes disagree over one graph: the mean difference of their logits, as a share of the logits' own
 * spread. Eight-bit graphs are computed otherwise by some processors than by browsers.
 */
export async function disagreement(
  one: ForeignClassifier,
  other: ForeignClassifier,
  texts: readonly string[],
): Promise<number> {
  const logits: number[] = [];
  let difference = 0;
  for (const text of texts) {
    const [a, b] = [await one.score(text), await other.score(text)];
    if (a.logit === null || b.logit === null) continue;
    logits.push(a.logit);
    difference += Math.abs(a.logit - b.logit);
  }
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
  const variance = logits.reduce((sum, logit) => sum + (logit - mean) ** 2, 0) / logits.length;
  return difference / logits.length / Math.sqrt(variance);
}
