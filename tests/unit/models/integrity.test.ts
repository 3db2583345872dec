import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BUNDLED_FOLDER } from '../../../lib/hosting/node.ts';
import { DamagedModelError } from '../../../lib/models/integrity.ts';
import { loadEngine } from '../../../lib/models/load.ts';

const encoder = {
  run: async (ids: Int32Array) => ({ tokens: new Float32Array(ids.length - 2), depth: 1 }),
  release: async () => undefined,
};

async function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(`${BUNDLED_FOLDER}/${name}`));
}

describe('loadEngine', () => {
  it.each(['wide.bin', 'tokenizer.json', 'deep.onnx'])(
    'refuses a model with one wrong bit in %s',
    async (damaged) => {
      const opening = loadEngine(
        async (name) => {
          const content = await read(name);
          if (name === damaged) content[1000] = (content[1000] ?? 0) ^ 1;
          return content;
        },
        async () => encoder,
      );
      await expect(opening.then((engine) => engine.warm())).rejects.toThrow(new DamagedModelError(damaged));
    },
  );

  it('refuses a manifest that is not one, and says where', async () => {
    const opening = loadEngine(
      async (name) => {
        if (name !== 'model.json') return read(name);
        const manifest = JSON.parse(new TextDecoder().decode(await read(name)));
        manifest.calibration.both.slope = [1];
        return new TextEncoder().encode(JSON.stringify(manifest));
      },
      async () => encoder,
    );
    await expect(opening.then((engine) => engine.warm())).rejects.toThrow(/calibration\.both/);
  });
});
