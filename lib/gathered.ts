// Long enough to gather a burst of scroll events, short enough to feel immediate; views are drawn as often.
const GATHER_MS = 100;

/** Runs a function once for many calls, a moment after the first. */
export function gathered(run: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      run();
    }, GATHER_MS);
  };
}
