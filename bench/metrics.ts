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

export const FALSE_POSITIVE_RATES = [0.05, 0.01, 0.001];

/** How many of each label, AUROC, and the share of AI texts caught at each false-positive rate (`tprAt5` is at 5 %). */
export type Figures = Record<string, number>;

/** Figures of some texts; null where they hold one label only. */
export function figuresOf(rows: readonly Labelled[]): Figures | null {
  const ai = rows.filter(({ isAi }) => isAi).length;
  if (ai === 0 || ai === rows.length) return null;
  const tprs = FALSE_POSITIVE_RATES.map((rate) => [`tprAt${rate * 100}`, tprAt(rows, rate)]);
  return { human: rows.length - ai, ai, auroc: auroc(rows), ...Object.fromEntries(tprs) };
}

const LENGTHS = [30, 55, 95, 160, 256, Number.POSITIVE_INFINITY];

/** The same by length in tokens; a length with one label only is left out. */
export function figuresByLength(
  rows: readonly (Labelled & { tokens: number })[],
): (Figures & { tokens: string })[] {
  return LENGTHS.flatMap((upTo, i) => {
    const from = LENGTHS[i - 1] ?? 0;
    const figures = figuresOf(rows.filter(({ tokens }) => tokens >= from && tokens < upTo));
    const tokens = `${from}-${upTo === Number.POSITIVE_INFINITY ? '' : upTo}`;
    return figures ? [{ tokens, ...figures } as Figures & { tokens: string }] : [];
  });
}

/** One line of a table: AUROC and the rates. */
export function figureLine(name: string, f: Figures): string {
  const tprs = FALSE_POSITIVE_RATES.map((rate) => percent(f[`tprAt${rate * 100}`] ?? Number.NaN).padStart(8));
  return `${name.padEnd(9)}${(f.auroc ?? Number.NaN).toFixed(4)} ${tprs.join(' ')}   (${f.human} human, ${f.ai} AI)`;
}

export const FIGURE_HEAD = 'AUROC   TPR at 5 %   1 %   0.1 % false positives';

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
