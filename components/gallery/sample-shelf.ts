import { signal } from '@preact/signals';
import type { Survey } from '../../lib/models/acquire.ts';
import registry from '../../lib/models/registry.json';
import { parseRegistry } from '../../lib/models/registry.ts';
import type { AboutModel, InstalledModel } from '../../lib/models/store.ts';
import type { ModelShelf, Work } from '../../lib/views/model-shelf.ts';

// Models that a reader may have; the list of those to be added is the real one.

const SHA = '1f33749d010b4d63908e5c174c341622cb45039dd73a139dcd95bd74cc7e304b';

const FOREIGN: AboutModel = {
  kind: 'foreign',
  version: '1',
  architecture: 'roberta',
  labels: ['Fake', 'Real'],
  aiLabels: ['Fake'],
  isAssumed: false,
  languages: ['en'],
  isCalibrated: false,
};
const OWN: AboutModel = { ...FOREIGN, kind: 'telltale', architecture: null, labels: [], isCalibrated: true };

const INSTALLED: InstalledModel[] = [
  {
    id: 'gpt2-output-detector',
    name: 'GPT-2 Output Detector',
    files: { 'model_quantized.onnx': { bytes: 125_900_000, sha256: SHA } },
    source: 'roberta-detector.zip',
    about: FOREIGN,
    at: 0,
  },
  {
    id: 'harbour-forum-1f33749d',
    name: 'Harbour forum',
    files: { 'deep.onnx': { bytes: 34_100_000, sha256: SHA } },
    source: 'harbour-forum',
    about: OWN,
    at: 0,
  },
];

const FOUND: Survey = {
  name: 'e5-small detector',
  source: 'e5-small.zip',
  files: {
    'config.json': { bytes: 866, sha256: SHA.replace('1f', '2e') },
    'tokenizer.json': { bytes: 711_649, sha256: SHA.replace('1f', '5b') },
    'model_quantized.onnx': { bytes: 33_900_000, sha256: SHA.replace('1f', '8c') },
  },
  about: {
    ...FOREIGN,
    architecture: 'bert',
    labels: ['LABEL_0', 'LABEL_1'],
    aiLabels: ['LABEL_1'],
    isAssumed: true,
  },
};

const noop = async (): Promise<void> => {};

/** The shelf in the middle of a download, or with a model that was just looked through. */
export function sampleShelf(what: 'fetching' | 'found'): ModelShelf {
  const work: Work = { kind: 'fetch', id: 'tmr-roberta', bytes: 48_200_000, of: 129_415_025 };
  return {
    offers: parseRegistry(registry),
    shelf: signal({ installed: INSTALLED, leftovers: [] }),
    work: signal(what === 'fetching' ? work : null),
    said: signal(null),
    found: signal(what === 'found' ? FOUND : null),
    fetch: noop,
    stop() {},
    look: noop,
    add: noop,
    dismiss() {},
    remove: noop,
  };
}
