import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { calibrated, plainCalibration } from '../../models/calibrated.ts';
import { openFiles } from '../../models/folder.ts';
import { makeModel } from '../../models/make-model.ts';

// The command line with a classifier of someone else's: `--model DIR`.

const run = promisify(execFile);
// Each command is a process of its own, and loads a runtime.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const TEXTS = [
  'They had no time to call him. The water was long.',
  'Most people know the way to the house. It is down.',
];
const files = makeModel('roberta', 2);
let folder: string;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-foreign-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  data = join(folder, 'texts.jsonl');
  const rows = TEXTS.map((text, i) => JSON.stringify({ id: i, text, label: i }));
  await writeFile(data, rows.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

async function logits(): Promise<number[]> {
  const classifier = await openFiles(files);
  const found: number[] = [];
  for (const text of TEXTS) found.push((await classifier.score(text)).logit ?? Number.NaN);
  await classifier.release();
  return found;
}

const score = (...more: string[]) =>
  run('node', ['scripts/score.ts', data, '--json', '--model', folder, ...more]);
const lines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('npm run score -- --model DIR', () => {
  it("gives the model's own scores and no verdicts, and sentences when asked", async () => {
    const plain = lines((await score()).stdout);
    expect(plain.map(({ verdict }) => verdict)).toEqual([null, null]);
    for (const [i, logit] of (await logits()).entries()) expect(plain[i].logit).toBeCloseTo(logit, 4);
    const explained = lines((await score('--sentences')).stdout);
    expect(explained[0].sentences.map(({ text }: { text: string }) => text)).toEqual([
      'They had no time to call him.',
      'The water was long.',
    ]);
  });

  it('gives verdicts of a calibrated one', async () => {
    const { 'model.json': manifest } = calibrated(files, plainCalibration(100, -100));
    await writeFile(join(folder, 'model.json'), manifest ?? '');
    const judged = lines((await score()).stdout);
    expect(judged.map(({ verdict }) => verdict)).toEqual(['possibly-ai', 'possibly-ai']);
    await rm(join(folder, 'model.json'));
  });

  it('says in words what is wrong with a folder', async () => {
    const nothing = run('node', ['scripts/score.ts', data, '--model', 'tests/fixtures']);
    await expect(nothing).rejects.toMatchObject({ code: 1, stderr: 'The folder has no config.json.\n' });
  });
});

describe('npm run eval -- --model DIR', () => {
  it('measures how well the model ranks', async () => {
    const report = join(folder, 'report.json');
    await run('node', ['bench/eval.ts', '--data', data, '--model', folder, '--json', report]);
    const { parts } = JSON.parse(await readFile(report, 'utf8'));
    const [human = 0, ai = 0] = await logits();
    expect(parts).toMatchObject({
      wide: null,
      deep: null,
      both: { human: 1, ai: 1, auroc: ai > human ? 1 : 0 },
    });
  });
});
