import type { Verdict } from '../lib/detector/verdict.ts';
import './verdict-mark.css';

/** The bar that stands for a verdict in the page strip, as a sign in running text. Says nothing to a screen reader. */
export function VerdictMark({ verdict }: { verdict: Verdict | null }) {
  return <span class={`verdict-mark is-${verdict ?? 'waiting'}`} aria-hidden="true" />;
}
