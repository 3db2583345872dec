import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Engine, type UnitPart } from '../../../lib/detector/engine.ts';
import { parseManifest } from '../../../lib/detector/manifest.ts';
import { BUNDLED_FOLDER } from '../../../lib/hosting/node.ts';

const json = JSON.parse(readFileSync(`${BUNDLED_FOLDER}/model.json`, 'utf8'));
const options = { sensitivity: 'balanced' } as const;
const TEXT =
  'The ferry was late again. We stood in the rain and said nothing at all. Then the horn blew twice.';

/** An engine whose parts say the same of every token. */
function engineOf(wide: number, deep: number, combine: object): Engine {
  return new Engine({
    manifest: parseManifest({ ...json, combine: { wide: 1, deep: 1, bias: 0.5, wideBias: 0, ...combine } }),
    tokenise: (text) => text.split(' ').map((word) => 2000 + word.length),
    wide: (ids) => new Float32Array(ids.length).fill(wide),
    encoder: async () => ({
      run: async (ids) => ({ tokens: new Float32Array(ids.length - 2).fill(deep), depth: 1 }),
      release: async () => undefined,
    }),
  });
}

async function scoreBy(engine: Engine) {
  return engine.judge(engine.prepare(TEXT), await engine.readDeeply(engine.prepare(TEXT)), options);
}

describe('both parts together', () => {
  const root = Math.sqrt(TEXT.split(' ').length);

  it('add their evidence over the root of the tokens', async () => {
    const { logit, sentences } = await scoreBy(engineOf(0.2, 0.1, {}));
    expect(logit).toBeCloseTo(0.3 * root + 0.5);
    expect(sentences.reduce((sum, { evidence }) => sum + evidence, 0.5)).toBeCloseTo(logit ?? 0);
  });

  it('hear the wide part for a human no further than its floor, in each sentence alike', async () => {
    const { logit, sentences } = await scoreBy(engineOf(-2, 0.1, { wideFloor: -1.5 }));
    expect(logit).toBeCloseTo(-1.5 + 0.1 * root + 0.5);
    expect(sentences.reduce((sum, { evidence }) => sum + evidence, 0.5)).toBeCloseTo(logit ?? 0);
  });

  it('hear it in full above the floor, and without one', async () => {
    expect((await scoreBy(engineOf(-0.1, 0, { wideFloor: -1.5 }))).logit).toBeCloseTo(-0.1 * root + 0.5);
    expect((await scoreBy(engineOf(-2, 0, {}))).logit).toBeCloseTo(-2 * root + 0.5);
  });
});

describe('an encoder that may stop early', () => {
  const EDGES = [-4, -3];
  const asked: (readonly number[] | undefined)[] = [];
  const engine = new Engine({
    manifest: parseManifest({
      ...json,
      combine: { wide: 1, deep: 0.5, bias: 0.5, wideBias: 0, wideFloor: -1 },
      settledEarly: Object.fromEntries(
        ['strict', 'balanced', 'curious'].map((name) => [
          name,
          EDGES.map((edge) => json.calibration.both.lengths.map(() => edge)),
        ]),
      ),
    }),
    tokenise: (text) => text.split(' ').map((word) => 2000 + word.length),
    wide: (ids) => new Float32Array(ids.length).fill(-2),
    encoder: async () => ({
      run: async (ids, stopBelow) => {
        asked.push(stopBelow);
        return { tokens: new Float32Array(ids.length - 2).fill(-2), depth: stopBelow ? 0.5 : 1 };
      },
      release: async () => undefined,
    }),
  });
  const LONG = Array.from({ length: 9 }, () => TEXT).join(' ');

  it('is told the pooled evidence that keeps the logit of both parts below the edge of each exit', async () => {
    const score = await engine.full(engine.prepare(`${TEXT} ${TEXT}`), options);
    // bias + the wide part at its floor + what the encoder may say = the edge
    const logits = asked.at(-1)?.map((limit) => 0.5 - 1 + 0.5 * limit);
    expect(logits).toEqual(EDGES.map((edge) => expect.closeTo(edge)));
    expect(score).toMatchObject({ depth: 0.5, verdict: 'no-signs' });
    expect(engine.evidenceOf(score)).toHaveLength(score.sentences.length);
  });

  it('reads a passage of several windows to the end', async () => {
    const score = await engine.full(engine.prepare(LONG.repeat(2)), options);
    expect(asked.at(-1)).toBeUndefined();
    expect(score.depth).toBe(1);
  });

  it('counts as both parts where an author is judged', () => {
    const parts = [0.5, 1].map((depth): UnitPart => ({ logit: -2, tokens: 300, depth }));
    const [early, both] = parts.map((part) => engine.unit([part], 'balanced'));
    expect(early).toEqual(both);
  });
});
