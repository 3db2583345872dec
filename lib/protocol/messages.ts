// Every message between Telltale's processes. What arrives is checked against these schemas (`parse`): a page's
// process may be hostile, and after an update an old content script may speak to a new background.

import * as v from 'valibot';
import { VERDICTS } from '../detector/verdict.ts';

/**
 * A passage longer than this is judged by its beginning: ten pages say all there is to say, memory stays bounded, and
 * no passage keeps the encoder from the next one for long.
 */
export const MAX_PASSAGE_CHARS = 20_000;
/** Most passages in one message; a longer list is sent in several. */
export const MAX_BATCH = 500;

export const PORT_PAGE = 'telltale-page'; // content script → background
export const PORT_VIEW = 'telltale-view'; // popup, side panel → content scripts of one tab
export const PORT_HOST = 'telltale-host'; // background → offscreen document

/** What the engine's worker posts, besides answers, when it has been idle long enough to be ended. */
export const HOST_IDLE = 'idle';

/** The reason of a host that has no memory left; the background says it in the reader's language. */
export const OUT_OF_MEMORY = 'out of memory';

const verdict = v.picklist(VERDICTS);
const probability = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const passageId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Where the encoder runs: on the processor, on a graphics card, or wherever it is faster. */
const backend = v.picklist(['auto', 'wasm', 'webgpu']);

/** How fast a backend is on this machine. */
const speed = v.object({
  backend: v.picklist(['wasm', 'webgpu']),
  threads: count,
  /** Milliseconds for a passage of 128 tokens; null where the backend cannot be used. */
  passageMs: v.nullable(v.number()),
  /**
   * Why it cannot be used: the browser has no WebGPU for its extensions, or finds no graphics card; the card refuses the
   * model, gave other scores than the processor, or stopped in the middle of its work.
   */
  unusable: v.nullable(v.picklist(['absent', 'no-card', 'refused', 'differs', 'lost'])),
});

/** What the engine is doing, in words a view can show. */
const engineStatus = v.object({
  phase: v.picklist(['asleep', 'loading', 'ready', 'failed']),
  /** `wasm`, `webgpu`; null until it is known. */
  backend: v.nullable(v.string()),
  threads: count,
  /** Why it failed, ready to be shown. */
  failure: v.nullable(v.string()),
  /** Why the chosen model is not in use and the bundled one is, ready to be shown. */
  notice: v.optional(v.string()),
});

/** Per sentence, with its place in the passage's text. */
const evidence = v.array(v.object({ start: count, end: count, evidence: v.number() }));

/** See `Score`. */
const depth = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const score = v.object({
  verdict,
  probability,
  logit: v.nullable(v.number()),
  tokens: count,
  words: count,
  depth,
  sentences: evidence,
});

/** Who is served first. Lower goes before higher. */
export const Rank = { selection: 0, visible: 1, near: 2, rest: 3 } as const;
const rank = v.picklist([0, 1, 2, 3]);

const passageToScore = v.object({
  /** Never used again for another text, so a late answer cannot be taken for a newer text's. */
  id: passageId,
  text: v.pipe(v.string(), v.maxLength(MAX_PASSAGE_CHARS)),
  rank,
  language: v.nullable(v.pipe(v.string(), v.maxLength(35))),
});

const ids = v.pipe(v.array(passageId), v.maxLength(MAX_BATCH));

/** Content script → background, over PORT_PAGE. */
const pageRequest = v.variant('type', [
  v.object({ type: v.literal('score'), passages: v.pipe(v.array(passageToScore), v.maxLength(MAX_BATCH)) }),
  v.object({ type: v.literal('rerank'), ids, rank }),
  /** Forgets these passages; all of this page's where `ids` is null. */
  v.object({ type: v.literal('cancel'), ids: v.nullable(ids) }),
  /** Asks for the verdict of an author unit from its passages' scores. */
  v.object({
    type: v.literal('pool'),
    unit: passageId,
    scores: v.pipe(v.array(v.object({ logit: v.number(), tokens: count, depth })), v.maxLength(20_000)),
  }),
  /** How many passages of this document are `likely-ai` now: the toolbar badge. */
  v.object({ type: v.literal('tally'), likely: count }),
  /** Asks the reader's second model about one passage. Which model that is, is the reader's choice, never the page's. */
  v.object({
    type: v.literal('second-opinion'),
    id: passageId,
    text: v.pipe(v.string(), v.maxLength(MAX_PASSAGE_CHARS)),
    language: v.nullable(v.pipe(v.string(), v.maxLength(35))),
    /** How much each sentence weighs as well: as many runs of the model as there are sentences. */
    withSentences: v.boolean(),
  }),
]);

/** What a second model says of a passage, and how far it has come. */
const secondOpinion = v.variant('phase', [
  v.object({ phase: v.literal('loading') }),
  v.object({ phase: v.literal('reading') }),
  v.object({
    phase: v.literal('done'),
    /** The model's name. */
    name: v.string(),
    /** Null where the model is not calibrated: it has a score of its own and no verdict. */
    verdict: v.nullable(verdict),
    probability,
    words: count,
    /** Null where they were not asked for. */
    sentences: v.nullable(evidence),
  }),
  /** The reason is ready to be shown. */
  v.object({ phase: v.literal('failed'), reason: v.string() }),
]);

/** Background → content script, over PORT_PAGE. */
const pageAnswer = v.variant('type', [
  v.object({ type: v.literal('engine'), status: engineStatus }),
  v.object({
    type: v.literal('scores'),
    /** `final` is false while the encoder has yet to read the passage. */
    results: v.array(v.object({ id: passageId, score, final: v.boolean() })),
  }),
  v.object({
    type: v.literal('pooled'),
    unit: passageId,
    verdict,
    probability,
    tokens: count,
  }),
  /** These passages could not be scored; the reason is ready to be shown. */
  v.object({ type: v.literal('refused'), ids: v.array(passageId), reason: v.string() }),
  v.object({ type: v.literal('second-opinion'), id: passageId, opinion: secondOpinion }),
]);

/** Background ↔ host: the page's messages, addressed. */
const hostRequest = v.object({
  client: v.pipe(v.string(), v.maxLength(64)),
  /** The reader's setting at the time of asking. */
  sensitivity: v.picklist(['strict', 'balanced', 'curious']),
  /** Days for which scores may be remembered; 0 in private windows, where nothing may. */
  memoryDays: count,
  /**
   * Days for which what is remembered stays, as the reader has set it, whatever window asks; 0 forgets it all. Left
   * out: as long as before.
   */
  keptDays: v.optional(count),
  /** Scores remembered at most. Left out: as many as before. */
  memoryEntries: v.optional(count),
  /** WASM threads that the reader has chosen; 0 leaves it to the machine. Left out: as they are. */
  threads: v.optional(count),
  /** Left out: as it is. */
  backend: v.optional(backend),
  /** Which model judges pages. Left out: the one that does. */
  model: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** Which model gives second opinions; null where the reader has chosen none. */
  secondModel: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64)))),
  request: v.union([
    pageRequest,
    /** What the host is and holds; `forget` empties the score memory first, `measure` times the encoder first. */
    v.object({ type: v.picklist(['describe', 'forget', 'measure']) }),
    v.object({ type: v.literal('warm') }),
    v.object({ type: v.literal('leave') }),
  ]),
});
const hostReport = v.object({
  type: v.literal('report'),
  /** How many scores the memory holds. */
  remembered: count,
  /** Null until it is loaded. */
  model: v.nullable(v.object({ id: v.string(), version: v.string() })),
  /** Empty until they were measured. */
  speeds: v.array(speed),
});
const hostAnswer = v.object({
  client: v.nullable(v.string()),
  answer: v.union([pageAnswer, hostReport]),
});

/** Background → content scripts of one tab, as single messages. */
const order = v.variant('type', [
  /** `automatic`: the site's rule asks for it, not the reader; refused where a page is sensitive. */
  v.object({ type: v.literal('check'), automatic: v.boolean() }),
  v.object({ type: v.literal('check-selection') }),
  v.object({ type: v.literal('step'), by: v.picklist([1, -1]) }),
  v.object({ type: v.literal('toggle-marks') }),
  /** The reader has changed a setting; `readPageSettings` reads them. */
  v.object({ type: v.literal('settings'), settings: v.unknown() }),
]);

/** Content script → background, as single messages. */
const pageQuestion = v.variant('type', [
  /** Asks for the settings that concern pages. */
  v.object({ type: v.literal('settings') }),
  /** The reader called a verdict wrong; kept where the settings allow it. */
  v.object({
    type: v.literal('disagree'),
    text: v.pipe(v.string(), v.maxLength(MAX_PASSAGE_CHARS)),
    verdict,
    logit: v.nullable(v.number()),
  }),
  /** The reader no longer wants this very site checked by itself. */
  v.object({ type: v.literal('stop-site') }),
]);

/** Popup, side panel → background, as single messages; answered with an `Outcome`. */
const viewRequest = v.variant('type', [
  /** Starts a check of a tab: puts the content script into it where it is not there yet. */
  v.object({ type: v.literal('check-tab'), tabId: count }),
  /** A view has opened: load the engine while the reader finds the button. */
  v.object({ type: v.literal('warm') }),
]);

/** Options → background, as single messages; each is answered with an `EngineReport`. */
const engineQuestion = v.variant('type', [
  /** What the engine is now, and how fast it was when it was last measured. */
  v.object({ type: v.literal('engine-report') }),
  /** Times the encoder on this machine, as it is set now. */
  v.object({ type: v.literal('measure') }),
  /** Empties the score memory. */
  v.object({ type: v.literal('forget-scores') }),
]);

const engineReport = v.object({
  status: engineStatus,
  /** The model's id and version; null until it is loaded. */
  model: v.nullable(v.object({ id: v.string(), version: v.string() })),
  speeds: v.array(speed),
  /** How many scores the memory holds. */
  remembered: count,
});

/** Views → content scripts, over PORT_VIEW. */
const viewOrder = v.variant('type', [
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('go-to'), document: v.string(), passage: passageId }),
  v.object({ type: v.literal('step'), by: v.picklist([1, -1]) }),
  v.object({ type: v.literal('show-marks'), shown: v.boolean() }),
  /** Folds posts of these verdicts to one line on the page; none where the list is empty. */
  v.object({ type: v.literal('fold'), verdicts: v.pipe(v.array(verdict), v.maxLength(5)) }),
  /** Goes to a post or article as a whole. */
  v.object({
    type: v.literal('go-to-unit'),
    document: v.string(),
    unit: v.pipe(v.string(), v.maxLength(64)),
  }),
]);

const passageState = v.object({
  id: passageId,
  /** Null while it waits. */
  verdict: v.nullable(verdict),
  final: v.boolean(),
  probability,
  words: count,
  /** Only its beginning was judged: the page holds more of it than that. */
  isCut: v.optional(v.boolean()),
  /** How far the encoder has read it; it is spared what it would not change. */
  depth: v.optional(depth),
  unit: v.nullable(v.string()),
  /** Where it stands in the document, 0 at the top, 1 at the bottom. */
  from: v.number(),
  to: v.number(),
  /** Its first words, for lists. */
  opening: v.string(),
});

const unitState = v.object({
  id: v.string(),
  kind: v.picklist(['article', 'post']),
  author: v.nullable(v.string()),
  date: v.nullable(v.string()),
  permalink: v.nullable(v.string()),
  words: count,
  passages: count,
  /** Null while any of its passages waits. */
  verdict: v.nullable(verdict),
  probability,
});

/** One document (a tab's page or a frame in it): owned by its content script, shown by the views. */
const documentState = v.object({
  document: v.string(),
  top: v.boolean(),
  phase: v.picklist(['idle', 'reading', 'scoring', 'done', 'stopped', 'failed']),
  /** Why it failed, ready to be shown. */
  failure: v.nullable(v.string()),
  engine: engineStatus,
  marksShown: v.boolean(),
  /** Verdicts whose posts are folded to one line; left out where nothing is. */
  folded: v.optional(v.array(verdict)),
  /** The document goes on beyond these passages, and is too long to be read to its end. */
  isCut: v.optional(v.boolean()),
  passages: v.array(passageState),
  units: v.array(unitState),
});

export type Backend = v.InferOutput<typeof backend>;
export type Speed = v.InferOutput<typeof speed>;
export type Unusable = NonNullable<Speed['unusable']>;
export type EngineStatus = v.InferOutput<typeof engineStatus>;
/** What the engine does before anybody has asked it for anything. */
export const ASLEEP: EngineStatus = { phase: 'asleep', backend: null, threads: 0, failure: null };
export type PassageToScore = v.InferOutput<typeof passageToScore>;
export type PageRequest = v.InferOutput<typeof pageRequest>;
export type PageAnswer = v.InferOutput<typeof pageAnswer>;
export type SecondOpinion = v.InferOutput<typeof secondOpinion>;
export type SecondQuestion = Extract<PageRequest, { type: 'second-opinion' }>;
export type HostRequest = v.InferOutput<typeof hostRequest>;
export type HostReport = v.InferOutput<typeof hostReport>;
export type HostAnswer = v.InferOutput<typeof hostAnswer>;
export type Order = v.InferOutput<typeof order>;
export type PageQuestion = v.InferOutput<typeof pageQuestion>;
export type ViewRequest = v.InferOutput<typeof viewRequest>;
export type ViewOrder = v.InferOutput<typeof viewOrder>;
export type EngineQuestion = v.InferOutput<typeof engineQuestion>;
export type EngineReport = v.InferOutput<typeof engineReport>;
export type PassageState = v.InferOutput<typeof passageState>;
export type UnitState = v.InferOutput<typeof unitState>;
export type DocumentState = v.InferOutput<typeof documentState>;

/** The answer to a `ViewRequest`: done, or why not, ready to be shown. */
export type Outcome = { ok: true } | { ok: false; reason: string };

/** What became of an order. `followed`: not declined by the document that answered, as sensitive ones may. */
export type OrderOutcome = { ok: true; followed: boolean } | { ok: false; reason: string };

export const schemas = {
  pageRequest,
  pageAnswer,
  hostRequest,
  hostAnswer,
  order,
  pageQuestion,
  viewRequest,
  viewOrder,
  engineQuestion,
  engineReport,
  documentState,
};

/** What arrived, where it fits the schema; null where it does not. Never throws. */
export function parse<S extends v.GenericSchema>(schema: S, message: unknown): v.InferOutput<S> | null {
  const result = v.safeParse(schema, message);
  return result.success ? result.output : null;
}
