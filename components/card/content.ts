import type { Score, Verdict } from '../../lib/detector/verdict.ts';
import type { SecondView } from '../../lib/hosting/second-asker.ts';
import type { Kept } from '../../lib/settings/disagreements.ts';

/** What the card speaks of: a marked passage of the page, or a selection that the reader asked about. */
export interface CardContent {
  kind: 'passage' | 'selection';
  /** The text that was scored; sentence offsets point into it. */
  text: string;
  /** Null while it waits. */
  score: Score | null;
  /** False while the encoder has yet to read the passage. */
  final: boolean;
  /** There is more of it on the page than was judged. */
  isCut?: boolean;
  /** Why there is no score, ready to be shown. */
  failure?: string | null;
  /** The article or post it belongs to, where that says more than the passage. */
  unit?: CardUnit | null;
  /** What the reader's second model says; left out where none is chosen. */
  second?: SecondView | undefined;
  /** Whether "stop on this site" makes sense: only where the page was checked by itself. */
  canStopSite?: boolean;
}

export interface CardUnit {
  kind: 'article' | 'post';
  author: string | null;
  verdict: Verdict | null;
  passages: number;
}

export interface CardCallbacks {
  onClose(): void;
  /** A sentence's index in `score.sentences` while its bar is pointed at or focused; null afterwards. */
  onHoverSentence(index: number | null): void;
  /** Gets the passage and its verdict as plain text; answers whether the clipboard took it. */
  onCopy(summary: string): boolean | Promise<boolean>;
  /** Keeps the passage, where the reader has allowed that. */
  onWrong(): Kept | Promise<Kept>;
  onStopSite(): void;
  /** Asks the second model; its sentences as well where that is wanted. */
  onAskSecond(withSentences: boolean): void;
}
