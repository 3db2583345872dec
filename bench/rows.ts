import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import * as v from 'valibot';
import { messageOf } from '../lib/message-of.ts';

const row = v.looseObject({
  id: v.union([v.string(), v.number()]),
  text: v.string(),
  label: v.optional(v.picklist([0, 1])),
  kind: v.optional(v.string(), 'plain'),
  dataset: v.optional(v.string(), 'unnamed'),
  /** All versions of one original share a group; those of one model in it are passages of one document. */
  group: v.optional(v.string()),
  model: v.nullish(v.string()),
  lang: v.nullish(v.string()),
});

/** A labelled passage of the documented JSONL format: `label` 0 is human, 1 is AI. */
export type Row = v.InferOutput<typeof row>;

/**
 * Reads a `.jsonl` or `.jsonl.gz` file line by line.
 * @throws Error naming the line that is not a row
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (!line.trim()) continue;
    try {
      yield v.parse(row, JSON.parse(line));
    } catch (error) {
      throw new Error(`${file}, line ${number}: ${messageOf(error)}`);
    }
  }
}
