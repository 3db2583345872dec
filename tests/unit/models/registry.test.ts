import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeModel } from '../../../lib/models/describe.ts';
import {
  bytesOf,
  downloadsOf,
  modelJsonOf,
  parseRegistry,
  type RegistryEntry,
  sourcesOf,
} from '../../../lib/models/registry.ts';
import { folderOf } from '../../models/folder.ts';
import { type Hub, type Repository, startHub } from '../../models/hub.ts';
import { type ModelFiles, makeModel } from '../../models/make-model.ts';

const run = promisify(execFile);
// Each command is a process of its own, and loads a runtime.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const REVISION = '0123456789abcdef0123456789abcdef01234567';
const ENTRY: RegistryEntry = {
  id: 'small',
  name: 'Small',
  architecture: 'bert',
  licence: 'MIT',
  languages: ['en'],
  original: 'https://example.org/someone/small',
  repo: 'someone/small-ONNX',
  files: ['config.json', 'tokenizer.json', 'onnx/model.onnx'],
  megabytes: 1,
  published: [],
  pinned: null,
};

/** As exports lie on the Hub: the graph in a folder of its own. */
function onTheHub({ 'model.onnx': graph, ...rest }: ModelFiles): ModelFiles {
  return {
    ...rest,
    'README.md': new TextEncoder().encode('# A model'),
    'onnx/model.onnx': graph ?? new Uint8Array(),
  };
}

const OPTIONAL_MODELS = parseRegistry(JSON.parse(readFileSync('lib/models/registry.json', 'utf8')));

describe('the registry', () => {
  it('offers the models that it began with, each with a licence, a source and languages', () => {
    expect(OPTIONAL_MODELS.map(({ id }) => id)).toEqual([
      'gpt2-output-detector',
      'e5-small-lora',
      'tmr-roberta',
      'fakespot-roberta',
    ]);
  });

  it('has nothing to fetch for a model that nobody has pinned', () => {
    expect(downloadsOf(ENTRY)).toBeNull();
    expect(bytesOf(ENTRY)).toBe(1_000_000);
  });

  it('names every file of a pinned model by its revision, with its size and hash', () => {
    const pinned = OPTIONAL_MODELS.find(({ id }) => id === 'tmr-roberta');
    expect(pinned && downloadsOf(pinned)?.map(({ address, name }) => [name, address])).toEqual(
      [
        ['config.json', 'config.json'],
        ['tokenizer.json', 'tokenizer.json'],
        ['model_quantized.onnx', 'onnx/model_quantized.onnx'],
      ].map(([name, path]) => [
        name,
        `https://huggingface.co/onnx-community/tmr-ai-text-detector-ONNX/resolve/b9aa251e5bcda7e429fcc936767d921435945b60/${path}`,
      ]),
    );
  });

  it('opens the browser to the folders of pinned revisions, and to no other of the Hub', () => {
    const pinned = { revision: REVISION, files: {} };
    expect(sourcesOf([ENTRY, { ...ENTRY, repo: 'someone/pinned', pinned }])).toEqual([
      `https://huggingface.co/someone/pinned/resolve/${REVISION}/`,
      'https://*.hf.co',
      'https://*.huggingface.co',
    ]);
    expect(sourcesOf([ENTRY])).toEqual([]);
  });

  it.each([
    ['a file that leads out of the folder', { files: ['config.json', 'tokenizer.json', '../model.onnx'] }],
    ["the bundled model's id", { id: 'telltale-en' }],
    ['a pin that lacks a file', { pinned: { revision: REVISION, files: {} } }],
    ['a branch for a revision', { pinned: { revision: 'main', files: {} } }],
    ['a source that is no address', { original: 'javascript:alert(1)' }],
  ])('does not take %s', (_, fields) => {
    expect(() => parseRegistry([{ ...ENTRY, ...fields }])).toThrow();
  });

  it('does not take two models of one id', () => {
    expect(() => parseRegistry([ENTRY, ENTRY])).toThrow('two models have the same id');
  });
});

describe('npm run pin-models', () => {
  let folder: string;
  let registry: string;
  let hub: Hub;
  const repository: Repository = { revision: REVISION, files: onTheHub(makeModel('bert', 1)) };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telltale-pins-'));
    registry = join(folder, 'registry.json');
    hub = await startHub({ [ENTRY.repo]: repository });
  });
  afterAll(async () => {
    await hub.close();
    await rm(folder, { recursive: true });
  });

  const pin = (...more: string[]) =>
    run('node', ['scripts/pin-models.ts', '--hub', hub.origin, '--registry', registry, ...more]);
  const written = async (): Promise<RegistryEntry[]> =>
    parseRegistry(JSON.parse(await readFile(registry, 'utf8')));

  it('writes the revision, and the size and hash of every file, whichever way the Hub keeps it', async () => {
    await writeFile(registry, JSON.stringify([ENTRY]));
    await pin();
    const [entry] = await written();
    expect(entry?.pinned?.revision).toBe(REVISION);
    const { origin } = hub;
    const downloads = (entry && downloadsOf(entry, origin)) ?? [];
    const files: ModelFiles = {};
    for (const { address, name, bytes, sha256 } of downloads) {
      const content = new Uint8Array(await (await fetch(address)).arrayBuffer());
      expect([content.byteLength, createHash('sha256').update(content).digest('hex')]).toEqual([
        bytes,
        sha256,
      ]);
      files[name] = content;
    }
    const stated = new TextEncoder().encode(JSON.stringify(entry && modelJsonOf(entry)));
    const described = await describeModel(folderOf({ ...files, 'model.json': stated }));
    expect(described).toMatchObject({ kind: 'foreign', description: { id: 'small', name: 'Small' } });
  });

  it('finds with --check that a file has changed', async () => {
    await pin('--check');
    const [entry] = await written();
    const wrong = structuredClone(entry) as RegistryEntry;
    const graph = wrong.pinned?.files['onnx/model.onnx'];
    if (graph) graph.sha256 = 'f'.repeat(64);
    await writeFile(registry, JSON.stringify([wrong]));
    await expect(pin('--check')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('small: the Hub'),
    });
  });

  it('says what is not there, and leaves the registry as it was', async () => {
    const before = JSON.stringify([{ ...ENTRY, files: [...ENTRY.files, 'missing.onnx'] }]);
    await writeFile(registry, before);
    await expect(pin()).rejects.toMatchObject({
      stderr: expect.stringContaining('there is no missing.onnx'),
    });
    await writeFile(registry, before.replace(ENTRY.repo, 'nobody/none'));
    await expect(pin()).rejects.toMatchObject({ stderr: expect.stringContaining('404') });
    await expect(pin('large')).rejects.toMatchObject({ stderr: expect.stringContaining('no model large') });
    expect(await readFile(registry, 'utf8')).toBe(before.replace(ENTRY.repo, 'nobody/none'));
  });
});
