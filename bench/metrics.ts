// Figures over labelled scores. Logits are ranked unrounded: a rounded score makes ties, and ties make luck.

export interface Labelled {
  logit: number;
  isAi: boolean;
}

/** Area under the ROC curve in [0, 1]: how often a random AI text scores above a random human one. Ties count half. */
export function auroc(rows: readonly Labelled[]): number {
  const sorted = [...rows].sort((a, b) => a.logit - b.logit);
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.logit === sorted[from]?.logit) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) {
      if (!sorted[i]?.isAi) continue;
      rankSum += rank;
      positives++;
    }
    from = to;
  }
  const negatives = sorted.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * The least logit above which at most `rate` of the human texts lie.
 * @param rate false-positive rate in [0, 1]
 */
export function thresholdAt(rows: readonly Labelled[], rate: number): number {
  const human = rows.filter(({ isAi }) => !isAi).map(({ logit }) => logit);
  human.sort((a, b) => b - a);
  // The text at this place is the first that may not be accused.
  return human[Math.floor(rate * human.length)] ?? Number.POSITIVE_INFINITY;
}

/** The share of AI texts above the threshold of a false-positive rate, in [0, 1]. */
export function tprAt(rows: readonly Labelled[], rate: number): number {
  return shareAbove(rows, thresholdAt(rows, rate));
}

/** The share of AI texts above a threshold, in [0, 1]; NaN where there are none. */
export function shareAbove(rows: readonly Labelled[], threshold: number): number {
  const ai = rows.filter(({ isAi }) => isAi);
  return ai.filter(({ logit }) => logit > threshold).length / ai.length;
}
