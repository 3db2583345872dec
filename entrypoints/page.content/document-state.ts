import type { DocumentState } from '../../lib/protocol/messages.ts';
import { type Entry, isJudgedInPart, shownVerdict, type UnitVerdict } from './entry.ts';

const OPENING_CHARS = 90;

/** What a document's state is made of besides the facts that are simply handed through. */
interface Facts extends Omit<DocumentState, 'passages' | 'units'> {
  entries: Iterable<Entry>;
  verdicts: ReadonlyMap<string, UnitVerdict>;
}

/** The state of a document in the words of the protocol, for the views. */
export function describeDocument({ entries, verdicts, ...facts }: Facts): DocumentState {
  const all = [...entries];
  return {
    ...facts,
    passages: all.map((entry) => describePassage(entry, verdicts)),
    units: describeUnits(all, verdicts),
  };
}

function describePassage(
  { passage, score, final, from, to }: Entry,
  verdicts: ReadonlyMap<string, UnitVerdict>,
): DocumentState['passages'][number] {
  const unit = passage.unit ? (verdicts.get(passage.unit.id) ?? null) : null;
  return {
    id: passage.id,
    verdict: shownVerdict({ score, final }, unit),
    final,
    probability: score?.probability ?? null,
    words: passage.words,
    ...(isJudgedInPart(passage) ? { isCut: true } : {}),
    depth: score?.depth,
    unit: passage.unit?.id ?? null,
    from,
    to,
    // Cut first: a view is told of a thousand passages several times a second.
    opening: passage.text.slice(0, OPENING_CHARS).replace(/\s+/g, ' '),
  };
}

function describeUnits(
  entries: readonly Entry[],
  verdicts: ReadonlyMap<string, UnitVerdict>,
): DocumentState['units'] {
  const units = new Map<string, DocumentState['units'][number]>();
  for (const { passage } of entries) {
    if (!passage.unit) continue;
    const { id, kind, author, date, permalink } = passage.unit;
    const { verdict = null, probability = null } = verdicts.get(id) ?? {};
    const unit = units.get(id) ?? {
      ...{ id, kind, author, date, permalink, verdict, probability },
      words: 0,
      passages: 0,
    };
    unit.words += passage.words;
    unit.passages++;
    units.set(id, unit);
  }
  return [...units.values()];
}
