import type { Verdict } from '../../lib/detector/verdict.ts';
import { gathered } from '../../lib/gathered.ts';
import { EngineClient, isOrphan } from '../../lib/hosting/client.ts';
import { messageOf } from '../../lib/message-of.ts';
import { nextTask } from '../../lib/next-task.ts';
import { groundOf } from '../../lib/painting/ground.ts';
import { HitIndex } from '../../lib/painting/hit.ts';
import { isMarked } from '../../lib/painting/marks.ts';
import type { Painter } from '../../lib/painting/painter.ts';
import {
  ASLEEP,
  type DocumentState,
  MAX_PASSAGE_CHARS,
  type PageAnswer,
  type PassageToScore,
  Rank,
} from '../../lib/protocol/messages.ts';
import {
  type AuthorUnit,
  type Changes,
  languageOf,
  nearnessOf,
  type OpenShadowRoot,
  type Passage,
  rangesOf,
  visibleFirst,
  watchDocument,
} from '../../lib/reading/index.ts';
import type { PageSettings } from '../../lib/settings/page-settings.ts';
import { t } from '../../lib/views/words.ts';
import { describeDocument } from './document-state.ts';
import { type Entry, refusalOf, shownVerdict, type UnitVerdict, unjudged } from './entry.ts';
import { Units } from './units.ts';

type Phase = DocumentState['phase'];
type ScoreResult = Extract<PageAnswer, { type: 'scores' }>['results'][number];

const RANKS = { visible: Rank.visible, near: Rank.near, far: Rank.rest } as const;

// One slice of work in the page; a frame lasts 16 ms.
const SLICE_MS = 8;

/** On longer pages only what is new is measured: to measure 3,000 passages for each part takes longer than a frame. */
const MOST_MEASURED_AGAIN = 600;

/**
 * One check of one document: read → join → send → paint. Owns the document's state; everything else shows it.
 * Phases: idle → reading → scoring ⇄ done, and from any of them stopped or failed. `start` begins anew.
 */
export class PageCheck {
  readonly hits = new HitIndex();
  readonly #painter: Painter;
  readonly #onChange: () => void;
  readonly #openShadowRoot: OpenShadowRoot;
  #settings: PageSettings;
  readonly #units = new Units();
  #entries = new Map<string, Entry>();
  #phase: Phase = 'idle';
  /** Rounds of `#ask` that are under way. */
  #asking = 0;
  /** The reader has been through the whole page at least once. */
  #isRead = false;
  #failure: string | null = null;
  #isAutomatic = false;
  #isCut = false;
  #engine = ASLEEP;
  #client: EngineClient | null = null;
  #watch = new AbortController();

  constructor(options: {
    painter: Painter;
    /** The state has changed in any way. Called often; gather before doing much. */
    onChange: () => void;
    openShadowRoot: OpenShadowRoot;
    settings: PageSettings;
  }) {
    this.#settings = options.settings;
    this.#painter = options.painter;
    this.#onChange = options.onChange;
    this.#openShadowRoot = options.openShadowRoot;
  }

  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries;
  }

  /** Whether there is another model to ask about a passage. */
  get hasSecondModel(): boolean {
    const { model, secondModel } = this.#settings;
    return secondModel !== null && secondModel !== model;
  }

  /** Whether the site's rule asked for this check, and not the reader. */
  get isAutomatic(): boolean {
    return this.#isAutomatic;
  }

  /** Passages that carry a mark, in page order. */
  get marked(): Entry[] {
    return [...this.#entries.values()].filter((entry) => isMarked(this.shown(entry)));
  }

  /** The verdict that is drawn and listed for a passage. */
  shown(entry: Entry): Verdict | null {
    return shownVerdict(entry, this.unitVerdict(entry.passage.unit));
  }

  unitVerdict(unit: AuthorUnit | null): UnitVerdict | null {
    return this.#units.verdictOf(unit);
  }

  /** How many passages a unit has. */
  passagesOf(unit: AuthorUnit): number {
    return this.#membersOf(unit).length;
  }

  /**
   * Begins a check, or goes on where one was stopped: what is known is kept. A finished check begins anew.
   * @param automatic the site's rule asks for it, not the reader
   */
  start(automatic: boolean): void {
    // A document that only changes its address is "complete" again each time. Its changes are followed as it is, and
    // what the reader has stopped stays stopped.
    if (automatic && this.#phase !== 'idle' && this.#phase !== 'failed') return;
    this.#isAutomatic = automatic;
    if (this.#phase === 'reading' || this.#phase === 'scoring') return;
    if (this.#phase === 'done' || this.#phase === 'failed') this.leave();
    this.#watch = new AbortController();
    const { signal } = this.#watch;
    this.#client = new EngineClient(
      {
        onAnswer: (answer) => this.#receive(answer),
        onLost: () => this.#fail(t('engineLost')),
      },
      signal,
    );
    this.#failure = null;
    this.#isRead = false;
    this.#enter('reading');
    watchDocument(document, {
      signal,
      openShadowRoot: this.#openShadowRoot,
      onChange: (changes) => this.#follow(changes),
      onFail: (error) => this.#giveUpReading(error),
    });
    const moved = { signal, passive: true, capture: true };
    document.addEventListener('scroll', () => this.#rerankSoon(), moved);
    window.addEventListener('resize', () => this.#rerankSoon(), moved);
    document.addEventListener('visibilitychange', () => this.#pauseWhileHidden(), { signal });
    this.#pauseWhileHidden();
  }

  /** Another tab is in front: the machine is left to that one. */
  #pauseWhileHidden(): void {
    if (document.hidden) this.#client?.pause();
    else this.#client?.resume();
  }

  /** Ends a check where it is; marks that are there stay. */
  stop(): void {
    if (this.#phase === 'idle' || this.#phase === 'failed') return;
    this.#watch.abort();
    this.#enter('stopped');
  }

  /** Ends a check and takes every mark away. */
  leave(): void {
    this.#client?.tally(0);
    this.#watch.abort();
    for (const entry of this.#entries.values()) this.#forget(entry);
    this.#entries.clear();
    this.#painter.clear();
    this.#units.clear();
    this.#enter('idle');
  }

  /** Folds the posts of these verdicts to one line; none where there are no verdicts. */
  fold(verdicts: readonly Verdict[]): void {
    this.#units.chooseFolded(verdicts, this.#entries.values());
    this.#onChange();
  }

  /** The element of an author unit of this document. */
  unitElement(id: string): Element | null {
    for (const { passage } of this.#entries.values())
      if (passage.unit?.id === id) return passage.unit.element;
    return null;
  }

  /** Follows a change of the settings, with the next check. */
  follow(settings: PageSettings): void {
    this.#settings = settings;
  }

  /** The state that the views show. */
  describe(id: string): DocumentState {
    return describeDocument({
      document: id,
      top: window === window.top,
      phase: this.#phase,
      failure: this.#failure,
      engine: this.#engine,
      marksShown: this.#painter.shown,
      folded: [...this.#units.folded],
      isCut: this.#isCut,
      entries: this.#entries.values(),
      verdicts: this.#units.verdicts,
    });
  }

  /** The page has been read, or read again after a change. */
  #follow({ added, moved, removed, passages, complete, isCut }: Changes): void {
    this.#isRead = complete;
    this.#isCut = isCut;
    for (const id of removed) {
      const entry = this.#entries.get(id);
      if (entry) this.#forget(entry);
    }
    this.#client?.cancel(removed);
    const before = this.#entries;
    this.#entries = new Map(
      passages.map((passage) => [passage.id, this.#entryOf(passage, before.get(passage.id))]),
    );
    this.#measure(this.#entries.size > MOST_MEASURED_AGAIN ? new Set(added) : null);
    this.#poolMoved(moved);
    void this.#ask(visibleFirst(added));
  }

  /** A text that is known already, in a post that is not: no score will come any more that makes us ask for the post's. */
  #poolMoved(moved: readonly Passage[]): void {
    const units = new Set(moved.flatMap(({ unit }) => (unit && !this.unitVerdict(unit) ? [unit] : [])));
    for (const unit of units) this.#units.pool(unit, this.#membersOf(unit), this.#client);
  }

  /** Asks for the passages' scores, in slices: reading a thousand languages at once would be felt in scrolling. */
  async #ask(passages: readonly Passage[]): Promise<void> {
    const { signal } = this.#watch;
    if (passages.length > 0 && this.#phase !== 'scoring') this.#enter('scoring');
    this.#asking++;
    for (let at = 0; at < passages.length && !signal.aborted; ) {
      const batch: PassageToScore[] = [];
      for (
        const ends = performance.now() + SLICE_MS;
        at < passages.length && performance.now() < ends;
        at++
      ) {
        batch.push(...this.#question(passages[at] as Passage));
      }
      this.#client?.score(batch);
      await nextTask();
    }
    this.#asking--;
    if (!signal.aborted) this.#settle();
  }

  /** What the engine is asked about a passage; nothing where its answer is known, or the settings rule it out. */
  #question(passage: Passage): PassageToScore[] {
    const entry = this.#entries.get(passage.id);
    if (!entry || entry.final) return [];
    const language = languageOf(passage);
    const refusal = refusalOf(passage, language, this.#settings);
    if (refusal) {
      entry.score = unjudged(passage, refusal);
      entry.final = true;
      return [];
    }
    const text = passage.text.slice(0, MAX_PASSAGE_CHARS);
    return [{ id: passage.id, text, rank: RANKS[nearnessOf(passage)], language }];
  }

  #entryOf(passage: Passage, before: Entry | undefined): Entry {
    // The reader hands on the very same passage where nothing of it has moved.
    if (before?.passage === passage) return before;
    if (before) this.#forget(before);
    const entry: Entry = {
      passage,
      ranges: rangesOf(passage),
      ground: 'light',
      score: before?.score ?? null,
      final: before?.final ?? false,
      from: 0,
      to: 0,
    };
    if (entry.score) this.#paint(entry);
    return entry;
  }

  #forget({ passage, ranges }: Entry): void {
    this.#painter.erase(passage.id);
    this.hits.remove({ id: passage.id, ranges });
  }

  /** Where the passages stand; all measured at once, so that the page is laid out no more than once. */
  #measure(only: ReadonlySet<Passage> | null): void {
    const height = Math.max(1, document.documentElement.scrollHeight);
    const top = window.scrollY;
    for (const entry of this.#entries.values()) {
      if (only && !only.has(entry.passage)) continue;
      const first = entry.passage.blocks[0]?.element.getBoundingClientRect();
      const last = entry.passage.blocks.at(-1)?.element.getBoundingClientRect();
      entry.from = clamp(((first?.top ?? 0) + top) / height);
      entry.to = clamp(((last?.bottom ?? 0) + top) / height);
    }
  }

  #receive(answer: PageAnswer): void {
    switch (answer.type) {
      case 'engine':
        this.#engine = answer.status;
        break;
      case 'scores':
        for (const result of answer.results) this.#take(result);
        this.#settle();
        break;
      case 'pooled':
        this.#takeUnit(answer);
        break;
      case 'refused':
        this.#fail(answer.reason);
        break;
    }
    this.#onChange();
  }

  #take({ id, score, final }: ScoreResult): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.final) return;
    entry.score = score;
    entry.final = final;
    this.#paint(entry);
    const { unit } = entry.passage;
    if (final && unit) this.#units.pool(unit, this.#membersOf(unit), this.#client);
  }

  /** What the whole says may put a passage in doubt, or take the doubt away. */
  #takeUnit({ unit, verdict, probability }: Extract<PageAnswer, { type: 'pooled' }>): void {
    this.#units.take(unit, { verdict, probability });
    for (const entry of this.#entries.values()) if (entry.passage.unit?.id === unit) this.#paint(entry);
    this.#units.foldPosts(this.#entries.values());
    this.#settle();
  }

  #paint(entry: Entry): void {
    const { passage, ranges, score } = entry;
    const verdict = this.shown(entry);
    const block = passage.blocks[0]?.element;
    if (block && (isMarked(verdict) || this.#settings.markNoSigns)) entry.ground = groundOf(block);
    this.#painter.paint(passage.id, ranges, verdict, entry.ground);
    if (score) this.hits.add({ id: passage.id, ranges });
  }

  #membersOf(unit: AuthorUnit): Entry[] {
    return [...this.#entries.values()].filter(({ passage }) => passage.unit?.id === unit.id);
  }

  /** Ends the scoring where nothing waits any more, and brings the badge up to date. */
  #settle(): void {
    const entries = [...this.#entries.values()];
    this.#client?.tally(entries.filter((entry) => this.shown(entry) === 'likely-ai').length);
    const isRunning = this.#phase === 'reading' || this.#phase === 'scoring';
    const isAsked = this.#isRead && this.#asking === 0;
    if (isRunning && isAsked && entries.every(({ final }) => final)) this.#enter('done');
    else this.#onChange();
  }

  #rerankSoon = gathered(() => {
    const byRank = new Map<PassageToScore['rank'], string[]>();
    for (const { passage, final } of this.#entries.values()) {
      if (final) continue;
      const rank = RANKS[nearnessOf(passage)];
      byRank.set(rank, [...(byRank.get(rank) ?? []), passage.id]);
    }
    for (const [rank, ids] of byRank) this.#client?.rerank(ids, rank);
  });

  #giveUpReading(error: unknown): void {
    // Whose extension has gone cannot even look up words: a newer script goes on.
    if (isOrphan()) this.leave();
    else this.#fail(t('pageUnreadable', messageOf(error)));
  }

  #fail(reason: string): void {
    this.#watch.abort();
    this.#failure = reason;
    this.#enter('failed');
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#onChange();
  }
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
