/**
 * Cuts a long passage into windows the encoder can read, at sentence ends, as even as they come.
 * A sentence longer than a window is cut through.
 * @param sentences tokens per sentence
 * @param limit most tokens in a window
 * @returns tokens per window; they add up to all tokens
 */
export function cutWindows(sentences: readonly number[], limit: number): number[] {
  const total = sentences.reduce((sum, n) => sum + n, 0);
  if (total <= limit) return total > 0 ? [total] : [];
  const aim = total / Math.ceil(total / limit);
  const windows: number[] = [];
  let open = 0;
  const close = (): void => {
    if (open > 0) windows.push(open);
    open = 0;
  };
  for (const tokens of sentences) {
    let left = tokens;
    // Begin a new window where the sentence does not fit, or where this one is as near to even as it gets.
    if (open + left > limit || open + left / 2 > aim) close();
    while (left > limit) {
      windows.push(limit);
      left -= limit;
    }
    open += left;
  }
  close();
  return windows;
}
