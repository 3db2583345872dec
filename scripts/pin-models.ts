// npm run pin-models -- [ID …] [--hub URL] [--check]
//
// For maintainers: asks the Hub for the latest revision of each optional model and for the size and SHA-256 of its files, and
// writes them into lib/models/registry.json. Nobody's Telltale fetches a file that is not named there. Look at the model's
// page, and at what has changed, before you commit a new pin.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { HUB, parseRegistry, type RegistryEntry } from '../lib/models/registry.ts';

const USAGE = `Usage: npm run pin-models -- [ID ...] [options]
  ID               the models to pin; all of them where none is named
  --hub URL        another server of the Hub's layout (${HUB})
  --registry FILE  another registry (lib/models/registry.json)
  --check          only compares: is what is pinned still what the Hub has at that revision?`;

// A file without a hash in the Hub's list is a small one, kept in git itself.
const MOST_SMALL_BYTES = 64 * 1024 * 1024;

type Pin = NonNullable<RegistryEntry['pinned']>;

const modelInfo = v.object({ sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) });
const tree = v.array(
  v.object({
    path: v.string(),
    size: v.number(),
    lfs: v.optional(v.object({ oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: v.number() })),
  }),
);

await main();

async function main(): Promise<void> {
  const { ids, hub, file, check } = readArguments();
  const registry = parseRegistry(JSON.parse(await readFile(file, 'utf8')));
  const unknown = ids.find((id) => !registry.some((entry) => entry.id === id));
  if (unknown)
    fail(`The registry has no model ${unknown}. It has: ${registry.map(({ id }) => id).join(', ')}.`);
  for (const entry of registry) {
    if (ids.length > 0 && !ids.includes(entry.id)) continue;
    if (check && !entry.pinned) {
      console.log(`${entry.id}: not pinned`);
      continue;
    }
    const before = entry.pinned;
    const pin = await pinOf(entry, hub, check ? before?.revision : undefined).catch((error: Error) =>
      fail(`${entry.id}: ${error.message}`),
    );
    const same = JSON.stringify(before) === JSON.stringify(pin);
    if (check && !same) fail(`${entry.id}: the Hub has other files at ${pin.revision} than are pinned.`);
    console.log(`${entry.id}: ${same ? 'unchanged' : 'pinned'} at ${pin.revision}`);
    entry.pinned = pin;
  }
  if (!check) await writeFile(file, `${JSON.stringify(parseRegistry(registry), null, 2)}\n`);
}

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { hub: text, registry: text, check: { type: 'boolean' } },
    });
    const { hub = HUB, registry = 'lib/models/registry.json', check = false } = values;
    return { ids: positionals, hub: hub.replace(/\/$/, ''), file: registry, check };
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** @param at a revision; the latest where none is given */
async function pinOf({ repo, files }: RegistryEntry, hub: string, at?: string): Promise<Pin> {
  const revision = at ?? v.parse(modelInfo, await (await get(`${hub}/api/models/${repo}`)).json()).sha;
  const listed = await get(`${hub}/api/models/${repo}/tree/${revision}?recursive=true`);
  const found = new Map(v.parse(tree, await listed.json()).map((file) => [file.path, file]));
  const pins: Pin['files'] = {};
  for (const path of files) {
    const file = found.get(path);
    if (!file) throw new Error(`there is no ${path} in ${repo} at ${revision}`);
    pins[path] = file.lfs
      ? { bytes: file.lfs.size, sha256: file.lfs.oid }
      : await fingerprint(`${hub}/${repo}/resolve/${revision}/${path}`, file.size);
  }
  return { revision, files: pins };
}

/** Fetches a small file to hash it: the Hub's list has git's own hash of it, which is another. */
async function fingerprint(url: string, bytes: number): Promise<Pin['files'][string]> {
  if (bytes > MOST_SMALL_BYTES) throw new Error(`${url} has ${bytes} bytes and no SHA-256 in the Hub's list`);
  const content = new Uint8Array(await (await get(url)).arrayBuffer());
  if (content.byteLength !== bytes) throw new Error(`${url} has ${content.byteLength} bytes, not ${bytes}`);
  return { bytes, sha256: createHash('sha256').update(content).digest('hex') };
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${response.statusText}`);
  return response;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
