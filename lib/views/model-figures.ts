import * as v from 'valibot';
import { type Figures, type KindRate, type LengthRate, pooled, type Rate } from './figures.ts';
import { familyName, kindName, LEARNERS } from './source-names.ts';

// Reads the figures that the training's `report` step writes into model.json. Each part by itself, so that a model
// from elsewhere, or of another version, shows what it has.

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const band = v.object({
  overall: share,
  /** Share and number of passages. */
  sources: v.record(v.string(), v.tuple([share, count])),
  /** By tokens: "55-95". */
  lengths: v.record(v.string(), share),
});
const caughtOf = v.objectWithRest({ texts: count }, share);
const rank = v.object({ auroc: share, tpr01: share });
const counted = { human: count, ai: count };

const parts = {
  sets: v.record(v.string(), v.looseObject(counted)),
  bands: v.record(v.string(), band),
  caught: v.object({ kind: v.record(v.string(), caughtOf), family: v.record(v.string(), caughtOf) }),
  lengths: v.record(v.string(), v.object({ ...counted, both: rank })),
};

type Bands = v.InferOutput<typeof parts.bands>;
type Caught = v.InferOutput<typeof parts.caught>;

/** By falling caution: the edges of the bands, each named after the setting that calls it "likely". */
const EDGES = [
  ['strict.likely', 'strict'],
  ['balanced.likely', 'balanced'],
  ['curious.likely', 'curious'],
  ['curious.possibly', null],
] as const;
const BALANCED = 'balanced.likely';

/** @param json a whole model.json */
export function readFigures(json: Record<string, unknown>): Figures {
  const source = typeof json.figures === 'object' && json.figures !== null ? json.figures : {};
  const get = <S extends v.GenericSchema>(schema: S, name: string): v.InferOutput<S> | undefined => {
    const result = v.safeParse(schema, (source as Record<string, unknown>)[name]);
    return result.success ? result.output : undefined;
  };
  const bands = get(parts.bands, 'bands');
  const caught = get(parts.caught, 'caught');
  const humans = Object.entries(bands?.[BALANCED]?.sources ?? {}).map(([name, [likely, passages]]) => ({
    name,
    likely,
    passages,
  }));
  return {
    ...(humans.length > 0 && caught && { passages: passagesOf(humans, caught) }),
    ...aurocOf(get(parts.sets, 'sets')),
    ...(bands && caught && { curve: curveOf(bands, caught) }),
    ...(humans.length > 0 && { humanKinds: kindsOf(humans), ...writersOf(humans) }),
    ...(caught && { generators: generatorsOf(caught) }),
    ...(bands && { lengths: lengthsOf(bands, get(parts.lengths, 'lengths') ?? {}) }),
    ...trainingOf(json),
  };
}

type Named = Rate & { name: string };

function passagesOf(humans: Named[], { kind }: Caught) {
  return {
    human: pooled(humans).passages,
    ai: Object.values(kind).reduce((sum, { texts }) => sum + texts, 0),
  };
}

function aurocOf(sets: v.InferOutput<typeof parts.sets> | undefined): Pick<Figures, 'auroc'> {
  const both = Object.values(sets ?? {}).flatMap((set) => {
    const ranked = v.safeParse(rank, set.both);
    return ranked.success ? [ranked.output.auroc] : [];
  });
  return both.length > 0 ? { auroc: { low: Math.min(...both), high: Math.max(...both) } } : {};
}

function curveOf(bands: Bands, { kind }: Caught): Figures['curve'] {
  return EDGES.flatMap(([edge, sensitivity]) => {
    const humans = bands[edge];
    if (!humans) return [];
    const rates = Object.values(kind).map((of) => ({ passages: of.texts, likely: of[edge] ?? 0 }));
    return [{ falseAlarms: humans.overall, found: pooled(rates).likely, sensitivity }];
  });
}

function kindsOf(humans: Named[]): KindRate[] {
  const byKind = Map.groupBy(humans, ({ name }) => kindName(name));
  return [...byKind].map(([kind, rates]) => ({ kind, ...pooled(rates) }));
}

function writersOf(humans: Named[]): Pick<Figures, 'writers'> {
  const learners = humans.filter(({ name }) => LEARNERS.has(name));
  const others = humans.filter(({ name }) => !LEARNERS.has(name));
  return learners.length > 0 ? { writers: { learners: pooled(learners), others: pooled(others) } } : {};
}

function generatorsOf({ family }: Caught): KindRate[] {
  return Object.entries(family).map(([name, of]) => ({
    kind: familyName(name),
    passages: of.texts,
    likely: of[BALANCED] ?? 0,
  }));
}

const OPEN_END = 5000; // the last bin is written as reaching to a length that no passage has

function lengthsOf(bands: Bands, ranks: v.InferOutput<typeof parts.lengths>): LengthRate[] {
  return Object.entries(bands[BALANCED]?.lengths ?? {}).map(([bin, likely]) => {
    const [from = 0, to = OPEN_END] = bin.split('-').map(Number);
    const measured = ranks[bin];
    return {
      from,
      to: to >= OPEN_END ? null : to,
      human: measured ? { passages: measured.human, likely } : null,
      ai: measured ? { passages: measured.ai, likely: measured.both.tpr01 } : null,
    };
  });
}

const dataset = v.object({ dataset: v.string(), human: count, ai: count });

function trainingOf({ data, trained }: Record<string, unknown>): Pick<Figures, 'training'> {
  const rows = v.safeParse(v.array(dataset), data);
  if (!rows.success) return {};
  const date = v.safeParse(v.looseObject({ date: v.string() }), trained);
  return {
    training: {
      human: rows.output.reduce((sum, { human }) => sum + human, 0),
      ai: rows.output.reduce((sum, { ai }) => sum + ai, 0),
      sources: rows.output.length,
      date: date.success ? date.output.date : null,
    },
  };
}
