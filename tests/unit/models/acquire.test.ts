import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepPack, surveyPack } from '../../../lib/models/acquire.ts';
import { type Pack, packOfFolder } from '../../../lib/models/pack.ts';
import { type InstalledModel, listModels, readModelFile } from '../../../lib/models/store.ts';
import { changed } from '../../models/folder.ts';
import { type ModelFiles, makeModel } from '../../models/make-model.ts';
import { MemoryFolder } from './private-files.ts';

const MODEL = makeModel('roberta', 6);
/** The same weights in another setting. */
const VARIANT = changed(MODEL, 'config.json', { id2label: { 0: 'Human', 1: 'AI' } });

function packOf(files: ModelFiles): Pack {
  return packOfFolder(
    Object.entries(files).map(([path, content]) => ({
      path: `model/${path}`,
      file: new File([content], path),
    })),
  );
}

/** Adds a model as the options do; `onProgress` is told when the copy has begun. */
async function add(
  files: ModelFiles,
  onProgress = (_: AbortController): void => {},
): Promise<InstalledModel> {
  const pack = packOf(files);
  const life = new AbortController();
  return keepPack(pack, await surveyPack(pack), { signal: life.signal, onProgress: () => onProgress(life) });
}

/** Cancels as soon as something was copied. */
const cancelled = (files: ModelFiles): Promise<InstalledModel> => add(files, (life) => life.abort());

/** What a full disk says. */
function fillDisk(): never {
  throw new DOMException('The disk is full.', 'QuotaExceededError');
}

async function expectWhole({ id }: InstalledModel, files: ModelFiles): Promise<void> {
  const { installed } = await listModels();
  expect(installed.map((model) => model.id)).toContain(id);
  for (const [name, content] of Object.entries(files)) {
    expect(Buffer.from(await readModelFile(id, name)).equals(content), name).toBe(true);
  }
}

beforeEach(() => {
  const root = new MemoryFolder();
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root } });
});

afterEach(() => vi.unstubAllGlobals());

describe('a model from the disk', () => {
  it('is copied whole, and leaves nothing where the copy was cancelled or the disk is full', async () => {
    await expect(cancelled(MODEL)).rejects.toThrow();
    await expect(add(MODEL, fillDisk)).rejects.toThrow();
    expect(await listModels()).toEqual({ installed: [], leftovers: [] });
    await expectWhole(await add(MODEL), MODEL);
  });

  it('that is installed already is not copied again', async () => {
    const first = await add(MODEL);
    expect(await cancelled(MODEL)).toEqual(first);
    expect(await add(MODEL, fillDisk)).toEqual(first);
    await expectWhole(first, MODEL);
  });

  it('with the same weights as an installed one and other files stands beside that one', async () => {
    const first = await add(MODEL);
    const second = await add(VARIANT);
    expect(second.id).not.toBe(first.id);
    await expectWhole(first, MODEL);
    await expectWhole(second, VARIANT);
  });

  it('costs no installed model with the same weights where its copy ends early', async () => {
    const first = await add(MODEL);
    await expect(cancelled(VARIANT)).rejects.toThrow();
    await expect(add(VARIANT, fillDisk)).rejects.toThrow();
    await expectWhole(first, MODEL);
    expect((await listModels()).installed).toEqual([first]);
  });
});
