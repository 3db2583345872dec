import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { packWeights, readConstants } from '../../../lib/gpu/constants.ts';
import { BUNDLED_FOLDER, openInNode } from '../../../lib/hosting/node.ts';
import { isNear } from '../../../lib/hosting/parity.ts';
import { plainEncoder } from './plain-encoder.ts';

const file = new Uint8Array(await readFile(`${BUNDLED_FOLDER}/deep.onnx`));
const TEXT = 'He did not wish to live what was not life.';

it('lays out the constants so that plain loops over them find what the kernel on the processor finds', async () => {
  const engine = await openInNode({ backend: 'wasm' });
  const prepared = engine.prepare(TEXT);
  const onProcessor = await engine.readDeeply(prepared);
  const inLoops = plainEncoder(file)(Int32Array.of(101, ...prepared.ids, 102));
  expect(isNear(inLoops, onProcessor?.tokens ?? new Float32Array())).toBe(true);
  await engine.release();
}, 30_000);

it('packs four weights of a column into a word', () => {
  // Rows 0 to 3 of columns 0 and 1, then rows 4 to 7.
  const rows = Uint8Array.from({ length: 16 }, (_, i) => i);
  expect([...new Uint8Array(packWeights(rows, 8, 2).buffer)]).toEqual([
    0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
  ]);
});

it('says what a file lacks', () => {
  expect(() => readConstants(new Uint8Array())).toThrow(/lacks/);
});
