import type { Verdict } from '../../lib/detector/verdict.ts';
import { type EngineClient, poolable } from '../../lib/hosting/client.ts';
import { Folds } from '../../lib/painting/folds.ts';
import type { AuthorUnit } from '../../lib/reading/index.ts';
import { t, verdictName } from '../../lib/views/words.ts';
import type { Entry, UnitVerdict } from './entry.ts';

/** The author units of a document: what their passages say together, and which posts are folded for it. */
export class Units {
  readonly #folds = new Folds();
  readonly #verdicts = new Map<string, UnitVerdict>();
  /** The post that an element was last folded for: pages put other posts into the same elements. */
  readonly #postIn = new WeakMap<Element, string>();

  get verdicts(): ReadonlyMap<string, UnitVerdict> {
    return this.#verdicts;
  }

  /** The verdicts whose posts are folded. */
  get folded(): readonly Verdict[] {
    return this.#folds.verdicts;
  }

  verdictOf(unit: AuthorUnit | null): UnitVerdict | null {
    return unit ? (this.#verdicts.get(unit.id) ?? null) : null;
  }

  take(id: string, verdict: UnitVerdict): void {
    this.#verdicts.set(id, verdict);
  }

  /** Asks for a unit's verdict when the last of its passages is known; it has none where no passage can be judged. */
  pool(unit: AuthorUnit, members: readonly Entry[], client: EngineClient | null): void {
    this.#unfoldOther(unit);
    if (members.some(({ final }) => !final)) return;
    const scores = poolable(members);
    if (scores.length > 0) client?.pool(unit.id, scores);
    else this.#verdicts.delete(unit.id);
  }

  /** Forgets every unit, and unfolds all posts. */
  clear(): void {
    this.#verdicts.clear();
    this.#folds.choose([]);
  }

  /** Chooses which verdicts' posts are folded to one line; none where there are no verdicts. */
  chooseFolded(verdicts: readonly Verdict[], entries: Iterable<Entry>): void {
    this.#folds.choose(verdicts);
    this.foldPosts(entries);
  }

  /** Brings the folded posts up to date with what is known of them. */
  foldPosts(entries: Iterable<Entry>): void {
    const posts = new Set<AuthorUnit>();
    for (const { passage } of entries) if (passage.unit?.kind === 'post') posts.add(passage.unit);
    for (const post of posts) {
      const { id, element, author } = post;
      this.#unfoldOther(post);
      this.#postIn.set(element, id);
      const verdict = this.#verdicts.get(id)?.verdict ?? null;
      const label = verdict === null ? '' : t('folded', author ?? t('unknownAuthor'), verdictName(verdict));
      this.#folds.apply(element, verdict, label);
    }
  }

  /** A fold names an author and a verdict, and is not for whoever's post stands in the same element now. */
  #unfoldOther({ id, element }: AuthorUnit): void {
    const before = this.#postIn.get(element);
    if (before !== undefined && before !== id) this.#folds.unfold(element);
  }
}
