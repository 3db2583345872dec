import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { scoreRows } from '../../../../bench/calibration/score.ts';
import { unitsOf, withEnoughSources } from '../../../../bench/calibration/units.ts';
import type { Row } from '../../../../bench/rows.ts';
import { folderInNode, openModelInNode } from '../../../../lib/hosting/node.ts';
import { describeModel } from '../../../../lib/models/describe.ts';
import type { ForeignClassifier } from '../../../../lib/models/foreign/classifier.ts';
import { ForeignDetector } from '../../../../lib/models/foreign/detector.ts';
import { plainCalibration } from '../../../models/calibrated.ts';
import { openFiles } from '../../../models/folder.ts';
import { makeModel } from '../../../models/make-model.ts';

// A random model and texts that it happens to tell apart: each is labelled by what the model says of it, with some luck.

const run = promisify(execFile);
// Each command is a process of its own, and loads a runtime.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const TEXTS = 900;
const WORDS = 'the house was long and many people said that water may come down on some other day'.split(' ');

let folder: string;
let classifier: ForeignClassifier;
let rows: Row[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-calibrate-'));
  const files = makeModel('bert', 11, { labels: ['LABEL_0', 'LABEL_1'] });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  classifier = await openFiles(files);
  rows = await makeRows();
});
afterAll(async () => {
  await classifier.release();
  await rm(folder, { recursive: true });
});

/** Numbers in [0, 1) that are the same every time. */
function dice(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}

async function makeRows(): Promise<Row[]> {
  const random = dice();
  const texts = Array.from({ length: TEXTS }, () => {
    const length = Math.round(30 * 8 ** random());
    return `${Array.from({ length }, () => WORDS[Math.floor(random() ** 2 * WORDS.length)]).join(' ')}.`;
  });
  const logits: number[] = [];
  for (const text of texts) logits.push((await classifier.score(text)).logit ?? 0);
  const middle = logits.toSorted((a, b) => a - b)[TEXTS / 2] ?? 0;
  const spread = Math.sqrt(logits.reduce((sum, x) => sum + (x - middle) ** 2, 0) / TEXTS);
  return texts.map((text, i) => {
    const above = ((logits[i] ?? 0) - middle) / spread;
    const label = random() < 1 / (1 + Math.exp(-4 * above)) ? 1 : 0;
    return { id: i, text, label, kind: 'plain', dataset: `source ${i % 4}`, group: `g${i >> 2}`, lang: 'en' };
  });
}

async function calibrate(of: readonly Row[], ...more: string[]) {
  const data = join(folder, 'data.jsonl');
  await writeFile(data, of.map((row) => JSON.stringify(row)).join('\n'));
  return run('node', ['bench/calibrate.ts', '--model', folder, '--data', data, ...more]);
}

const described = async () => describeModel(await folderInNode(folder));

describe('npm run calibrate', () => {
  it('writes bands that the model may judge by, and that accuse few of the human texts', async () => {
    expect(await described()).toMatchObject({
      description: { calibration: null, aiLabels: { basis: 'assumed' } },
    });
    const { stdout } = await calibrate(rows);
    expect(stdout).toContain('Judges passages from');
    expect(await described()).toMatchObject({
      description: { languages: ['en'], aiLabels: { ai: [1], basis: 'stated' } },
    });
    const opened = await openModelInNode({ backend: 'native', model: folder });
    if (opened.kind !== 'foreign') throw new Error('not a foreign model');
    const detector = new ForeignDetector(opened.classifier);
    const human = rows.filter(({ label }) => label === 0);
    const verdicts: string[] = [];
    for (const { text } of human) {
      const prepared = detector.prepare(text);
      verdicts.push((await detector.full(prepared, { sensitivity: 'balanced', language: 'en' })).verdict);
    }
    await detector.release();
    const share = (verdict: string) => verdicts.filter((each) => each === verdict).length / human.length;
    expect(share('likely-ai')).toBeLessThanOrEqual(0.01);
    expect(share('possibly-ai') + share('likely-ai')).toBeLessThanOrEqual(0.05);
    expect(share('possibly-ai')).toBeGreaterThan(0);
  });

  it('keeps what a person has written into model.json, and its figures beside it', async () => {
    const file = join(folder, 'model.json');
    const before = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...before, name: 'Mine', languages: ['en', 'de'] }));
    await calibrate(rows);
    const after = JSON.parse(await readFile(file, 'utf8'));
    expect(after).toMatchObject({ name: 'Mine', languages: ['en', 'de'] });
    expect(after.figures).toMatchObject({
      data: ['data.jsonl'],
      sources: { 'source 0 ai': expect.any(Number) },
    });
    expect(after.figures.auroc).toBeGreaterThan(0.8);
  });

  it('says so where the labels mean the opposite, or nothing', async () => {
    const turned = rows.map((row) => ({ ...row, label: row.label === 1 ? 0 : 1 }) as Row);
    await expect(calibrate(turned)).rejects.toMatchObject({
      stderr: expect.stringContaining('its labels may mean the opposite'),
    });
    const random = dice();
    const mixed = rows.map((row) => ({ ...row, label: random() < 0.5 ? 0 : 1 }) as Row);
    await expect(calibrate(mixed)).rejects.toMatchObject({ stderr: expect.stringContaining('hardly tells') });
  });

  it('asks for more texts where there are too few', async () => {
    await expect(calibrate(rows, '--limit', '300')).rejects.toMatchObject({
      stderr: expect.stringContaining('at least 200 of each are needed'),
    });
  });

  it('leaves our own models to training/', async () => {
    const ours = run('node', [
      'bench/calibrate.ts',
      '--model',
      'public/models/telltale-en',
      '--data',
      'package.json',
    ]);
    await expect(ours).rejects.toMatchObject({ stderr: expect.stringContaining('training/') });
  });
});

describe('scoring', () => {
  it('goes on where it was stopped, and begins anew for another graph', async () => {
    const few = rows.slice(0, 30);
    const file = join(folder, 'some-scores.jsonl');
    const stop = new AbortController();
    const options = { file, of: 'this graph', signal: stop.signal };
    const stopAtTen = (done: number): void => {
      if (done === 10) stop.abort();
    };
    await expect(scoreRows(classifier, few, { ...options, onProgress: stopAtTen })).rejects.toThrow();
    // As after a power cut: the last line is half of one.
    await writeFile(file, `${await readFile(file, 'utf8')}[0.25`);
    const doneBefore: number[] = [];
    const signal = new AbortController().signal;
    const onProgress = (done: number) => doneBefore.push(done);
    const scored = await scoreRows(classifier, few, { ...options, signal, onProgress });
    expect(doneBefore).toEqual([10, ...Array.from({ length: 20 }, (_, i) => 11 + i)]);
    const afresh = await scoreRows(classifier, few, {
      ...options,
      of: 'another',
      signal,
      onProgress: () => {},
    });
    expect(scored).toEqual(afresh);
  });
});

describe('units', () => {
  const passage = plainCalibration(1, 0);
  const row = (document: string, isAi: boolean, logit = 1) => ({
    logit,
    tokens: 100,
    isAi,
    source: 'one',
    document,
  });

  it('are runs of 1, 2, 4, 8 and all passages of a document', () => {
    const units = unitsOf(Array(5).fill(row('a', true)), passage);
    expect(units.map(({ tokens }) => tokens)).toEqual([100, 100, 100, 100, 100, 200, 200, 400, 500]);
    expect(units.at(-1)?.logit).toBeCloseTo((5 * 10) / Math.sqrt(500));
  });

  it('are never of both labels', () => {
    const units = unitsOf([row('a', true), row('a', false)], passage);
    expect(units.map(({ tokens }) => tokens)).toEqual([100, 100]);
  });

  it('stand for sources where there are too few of them', () => {
    const dealt = withEnoughSources(Array.from({ length: 12 }, (_, i) => row(`d${i >> 1}`, false)));
    expect(new Set(dealt.map(({ source }) => source)).size).toBe(5);
    expect(dealt[0]?.source).toBe(dealt[1]?.source);
  });
});
