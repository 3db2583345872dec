import { afterEach, describe, expect, it } from 'vitest';
import { Host } from '../../../../lib/hosting/host.ts';
import { describeModel } from '../../../../lib/models/describe.ts';
import { ForeignDetector } from '../../../../lib/models/foreign/detector.ts';
import type { PageAnswer, PassageToScore } from '../../../../lib/protocol/messages.ts';
import { calibrated, plainCalibration } from '../../../models/calibrated.ts';
import { folderOf, openFiles } from '../../../models/folder.ts';
import { type ModelFiles, makeModel } from '../../../models/make-model.ts';

const TEXT =
  'The library opens at nine on weekdays. Its reading room looks out on the canal. Most people come for the news.';
const OTHER =
  'They had no time to call him. He said there was water in the house. It was the first day of many.';
const BALANCED = { sensitivity: 'balanced', language: 'en' } as const;

const files = makeModel('bert', 5);
const open: ForeignDetector[] = [];
afterEach(async () => {
  for (const detector of open.splice(0)) await detector.release();
});

async function detectorOf(calibratedFiles: ModelFiles): Promise<ForeignDetector> {
  const detector = new ForeignDetector(await openFiles(calibratedFiles));
  open.push(detector);
  return detector;
}

async function logitOf(text: string): Promise<number> {
  const classifier = await openFiles(files);
  const { logit } = await classifier.score(text);
  await classifier.release();
  return logit ?? Number.NaN;
}

describe('a calibrated foreign model', () => {
  it('gives the verdict of the band that its logit is in', async () => {
    const logit = await logitOf(TEXT);
    const verdictWith = async (likely: number, possibly: number) => {
      const detector = await detectorOf(calibrated(files, plainCalibration(likely, possibly)));
      return (await detector.full(detector.prepare(TEXT), BALANCED)).verdict;
    };
    expect(await verdictWith(logit - 0.01, logit - 1)).toBe('likely-ai');
    expect(await verdictWith(logit + 0.01, logit - 0.01)).toBe('possibly-ai');
    expect(await verdictWith(logit + 1, logit + 0.01)).toBe('no-signs');
  });

  it('says nothing before it has read, but for what it will not judge', async () => {
    const detector = await detectorOf(calibrated(files, plainCalibration(1, 0, 20)));
    expect(detector.first(detector.prepare(TEXT), BALANCED)).toBeNull();
    expect(detector.first(detector.prepare('It was so.'), BALANCED)?.verdict).toBe('too-short');
    expect(detector.first(detector.prepare('a[3] = {7: 0x1f};\n'.repeat(9)), BALANCED)?.verdict).toBe(
      'not-prose',
    );
    const german = { ...BALANCED, language: 'de-AT' };
    expect(detector.first(detector.prepare(TEXT), german)?.verdict).toBe('unsupported-language');
  });

  it('makes a score again from what is kept of it', async () => {
    const detector = await detectorOf(calibrated(files, plainCalibration(1, 0)));
    const prepared = detector.prepare(TEXT);
    const score = await detector.full(prepared, BALANCED);
    expect(detector.recall(prepared, detector.evidenceOf(score) ?? [], BALANCED)).toEqual(score);
    expect(detector.recall(prepared, [1, 2], BALANCED)).toBeNull();
  });

  it('pools passages by their calibrated log-odds, long ones counting for more', async () => {
    const passage = { ...plainCalibration(1, 0), slope: [2], intercept: [-1] };
    const detector = await detectorOf(calibrated(files, passage, plainCalibration(3, 1, 120)));
    const part = (logit: number, tokens: number) => ({ logit, tokens, depth: 1 });
    expect(detector.unit([part(2, 100)], 'balanced')).toMatchObject({ verdict: 'too-short', tokens: 100 });
    // (3·√100 + 5·√44) / √144
    const pooled = detector.unit([part(2, 100), part(3, 44)], 'balanced');
    expect(pooled.logit).toBeCloseTo((3 * 10 + 5 * Math.sqrt(44)) / 12);
    expect(pooled).toMatchObject({ verdict: 'likely-ai', tokens: 144 });
    expect(detector.unit([part(2, 100), part(0, 100)], 'balanced').verdict).toBe('possibly-ai');
  });

  it('judges the passages of a page in the place of our own', async () => {
    const answers: PageAnswer[] = [];
    const detector = await detectorOf(calibrated(files, plainCalibration(100, -100, 10)));
    const host = new Host({
      open: async () => ({ engine: detector, backend: 'wasm', threads: 1, atOnce: 1 }),
      post: ({ answer }) => answers.push(answer as PageAnswer),
      onIdle: () => undefined,
      idleMs: 60_000,
    });
    const passages: PassageToScore[] = [
      { id: 'a', text: TEXT, rank: 1, language: 'en' },
      { id: 'b', text: 'So short.', rank: 1, language: 'en' },
      { id: 'c', text: OTHER, rank: 1, language: 'en' },
    ];
    const request = { type: 'score', passages } as const;
    await host.handle({ client: 'tab', sensitivity: 'balanced', memoryDays: 0, request });
    const results = answers.flatMap((answer) => (answer.type === 'scores' ? answer.results : []));
    expect(results.map(({ id, final, score }) => [id, final, score.verdict])).toEqual([
      ['b', true, 'too-short'],
      ['a', true, 'possibly-ai'],
      ['c', true, 'possibly-ai'],
    ]);
  });

  it('has the fingerprint of its graph in its version: a name alone says nothing', async () => {
    const one = await detectorOf(calibrated(files, plainCalibration(1, 0)));
    const other = await detectorOf(calibrated(makeModel('bert', 6), plainCalibration(1, 0)));
    expect(one.manifest.id).toBe(other.manifest.id);
    expect(one.manifest.version).not.toBe(other.manifest.version);
  });
});

describe('a foreign model that is not calibrated', () => {
  it('may not judge pages', async () => {
    const classifier = await openFiles(files);
    expect(() => new ForeignDetector(classifier)).toThrow('is not calibrated: it can give a second opinion');
    await classifier.release();
  });

  it('is not taken for calibrated by the bands of another graph', async () => {
    const good = calibrated(files, plainCalibration(1, 0));
    const longer = new Uint8Array([...(good['model.onnx'] ?? []), 0]);
    await expect(describeModel(folderOf({ ...good, 'model.onnx': longer }))).rejects.toMatchObject({
      code: 'otherGraph',
    });
    const other = good['model.onnx']?.slice() ?? new Uint8Array();
    other[other.length - 1000] = (other[other.length - 1000] ?? 0) ^ 1;
    await expect(openFiles({ ...good, 'model.onnx': other })).rejects.toMatchObject({ code: 'otherGraph' });
  });
});
