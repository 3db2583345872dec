import * as v from 'valibot';
import { file } from '../detector/manifest.ts';
import { BUNDLED_MODEL } from './bundled.ts';
import { ARCHITECTURES } from './foreign/config.ts';

// The models that Telltale offers beside the one inside the package: it can fetch them when the reader asks.
// `registry.json` is written by people, but for `pinned`, which `npm run pin-models` fills in from the Hub: nothing is
// fetched whose every byte has not been named here. The file lies in the package as it is, as `/models/registry.json`.

/** The Hub. Its files may come from other hosts by redirect, and all of them allow every origin to read them. */
export const HUB = 'https://huggingface.co';

/** Where the Hub's answers lead to: the places of its large files, as https://huggingface.co/.well-known/meta.json has them. */
const HUB_STORES = ['https://*.hf.co', 'https://*.huggingface.co'];

/**
 * What the browser is to let our pages reach, as sources of a content security policy: the pinned files, where the Hub
 * keeps them, and nothing else.
 */
export function sourcesOf(registry: readonly RegistryEntry[], hub: string = HUB): string[] {
  const folders = registry.flatMap(({ repo, pinned }) =>
    pinned ? [`${hub}/${repo}/resolve/${pinned.revision}/`] : [],
  );
  return folders.length > 0 ? [...folders, ...HUB_STORES] : [];
}

const address = v.pipe(v.string(), v.url(), v.startsWith('https://'));
const path = v.pipe(v.string(), v.regex(/^[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/));

const entry = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/), v.notValue(BUNDLED_MODEL)),
    name: v.string(),
    architecture: v.picklist(ARCHITECTURES),
    licence: v.string(),
    /** BCP 47 base languages that it was trained for. */
    languages: v.pipe(v.array(v.string()), v.minLength(1)),
    /** The page of the model that was converted: who made it, from what, for what. */
    original: address,
    /** Where the converted files are: `owner/name` on the Hub. */
    repo: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/)),
    /** The files to fetch, as they are called there. */
    files: v.pipe(v.array(path), v.minLength(3)),
    /** About how much that is, for models whose exact size is not pinned yet. */
    megabytes: v.pipe(v.number(), v.minValue(1)),
    /** The labels that mean AI, as its page tells (`LABEL_0` is the first); left out where their names say it. */
    aiLabels: v.optional(v.array(v.string())),
    /** What its makers have measured: for people, and no verdicts are made of it. */
    published: v.array(
      v.strictObject({
        auroc: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
        /** A probability of the model's own, and the share of human texts above it. */
        threshold: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
        falsePositiveRate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
        on: v.string(),
        source: address,
      }),
    ),
    /** Null until a maintainer has pinned it: then it cannot be fetched, only imported from disk. */
    pinned: v.nullable(
      v.strictObject({
        revision: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
        files: v.record(path, file),
      }),
    ),
  }),
  v.check(
    ({ pinned, files }) => !pinned || files.every((name) => Object.hasOwn(pinned.files, name)),
    'every file needs a pin',
  ),
);

const registry = v.pipe(
  v.array(entry),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two models have the same id'),
);

/** A model that may be fetched from the Hub. */
export type RegistryEntry = v.InferOutput<typeof entry>;

/** @throws Error that says what in the registry's file is wrong */
export function parseRegistry(json: unknown): RegistryEntry[] {
  return v.parse(registry, json);
}

/** One file to fetch. */
export interface Download {
  address: string;
  /** What it is called in the model's folder here: the name without its path. */
  name: string;
  bytes: number;
  sha256: string;
}

/**
 * What to fetch for a model; null for one that nobody has pinned.
 * @param hub another server of the Hub's layout, for tests
 */
export function downloadsOf({ repo, files, pinned }: RegistryEntry, hub: string = HUB): Download[] | null {
  if (!pinned) return null;
  return files.flatMap((path) => {
    const of = pinned.files[path];
    if (!of) return [];
    return [{ address: `${hub}/${repo}/resolve/${pinned.revision}/${path}`, name: nameOf(path), ...of }];
  });
}

/** Bytes of all its files together: exact where it is pinned. */
export function bytesOf(entry: RegistryEntry): number {
  const downloads = downloadsOf(entry);
  if (!downloads) return entry.megabytes * 1_000_000;
  return downloads.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The `model.json` to keep beside a fetched model: what the registry knows of it and its own files do not say. */
export function modelJsonOf({ id, name, languages, aiLabels, pinned }: RegistryEntry): object {
  return { id, name, languages, aiLabels, version: pinned?.revision.slice(0, 12) };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
