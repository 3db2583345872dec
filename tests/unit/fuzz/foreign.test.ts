import fc from 'fast-check';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeForeign, openForeign } from '../../../lib/models/foreign/classifier.ts';
import { ModelRefusedError } from '../../../lib/models/refusal.ts';
import { makeModel } from '../../models/make-model.ts';

// Files from disk are hostile: whatever somebody has changed in them, a model either works or is refused in words.

const RUNS = Number(process.env.TELLTALE_FUZZ_RUNS ?? 2000) / 10;
const TEXT =
  'They had no time to call him. Most people know the way, "he said"; it was down by the water 123 times!';

const FAMILIES = ['bert', 'roberta', 'deberta-v2'] as const;
const parsed = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));

/** Places in a nested value, without the thousands of a vocabulary. */
function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).slice(0, 12);
  return [path, ...inner.flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

function changedAt(value: unknown, [key, ...rest]: (string | number)[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  copy[key] = changedAt(copy[key], rest, to);
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom(null, undefined, true, '', '__proto__', [], {}, -1, 0, 1e9, Number.MAX_SAFE_INTEGER, 0.5),
  fc.constantFrom(
    'BertNormalizer',
    'Sequence',
    'Metaspace',
    'ByteLevel',
    'WordPiece',
    'BPE',
    'Unigram',
    '(a+)+$',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

describe.each(FAMILIES)('a %s model of which somebody has changed a file', (family) => {
  const files = makeModel(family, 1);
  const config = parsed(files['config.json']);
  const tokenizer = parsed(files['tokenizer.json']);
  let session: ort.InferenceSession;

  beforeAll(async () => {
    session = await ort.InferenceSession.create(files['model.onnx'] ?? new Uint8Array(), {
      intraOpNumThreads: 1,
    });
  });
  afterAll(() => session.release());

  /** Uses a model as far as it lets itself be used. */
  async function use(of: { config: unknown; tokenizer: unknown }): Promise<void> {
    try {
      const classifier = openForeign(describeForeign(of), of.tokenizer, { session, Tensor: ort.Tensor });
      const { logit } = await classifier.score(TEXT);
      expect(logit === null || Number.isFinite(logit)).toBe(true);
    } catch (error) {
      if (!(error instanceof ModelRefusedError)) throw error;
      expect(error.message.length).toBeGreaterThan(20);
    }
  }

  it.each([
    ['tokenizer', tokenizer],
    ['config', config],
  ])('works, or is refused in words: %s.json', async (name, file) => {
    const places = fc.constantFrom(...placesIn(file));
    await fc.assert(
      fc.asyncProperty(places, odd, (place, to) =>
        use({ config, tokenizer, [name]: changedAt(file, place, to) }),
      ),
      { numRuns: RUNS },
    );
  });
});
