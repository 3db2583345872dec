import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BUNDLED_FOLDER } from '../../../lib/hosting/node.ts';
import { describeModel, type ModelFolder } from '../../../lib/models/describe.ts';

async function bundled(): Promise<ModelFolder> {
  const names = await readdir(BUNDLED_FOLDER);
  const sizes = await Promise.all(names.map(async (n) => [n, (await stat(`${BUNDLED_FOLDER}/${n}`)).size]));
  return {
    sizes: Object.fromEntries(sizes),
    read: async (name) => new Uint8Array(await readFile(`${BUNDLED_FOLDER}/${name}`)),
  };
}

describe('describeModel, of a folder in our own format', () => {
  it("takes the folder that training's last step writes", async () => {
    const described = await describeModel(await bundled());
    expect(described).toMatchObject({ kind: 'telltale', manifest: { id: 'telltale-en' } });
    expect(described.files).toEqual(['model.json', 'tokenizer.json', 'wide.bin', 'deep.onnx']);
  });

  it('says which file is missing', async () => {
    const { sizes, read } = await bundled();
    const { 'deep.onnx': _, ...rest } = sizes;
    await expect(describeModel({ sizes: rest, read })).rejects.toThrow('The folder has no deep.onnx.');
  });

  it('sees by its size that a file is of another model', async () => {
    const { sizes, read } = await bundled();
    await expect(describeModel({ sizes: { ...sizes, 'wide.bin': 1024 }, read })).rejects.toMatchObject({
      code: 'otherGraph',
      values: ['wide.bin'],
    });
  });

  it('reads no file that is too large to be one', async () => {
    const { sizes, read } = await bundled();
    const large = { ...sizes, 'model.json': 5_000_000 };
    await expect(describeModel({ sizes: large, read })).rejects.toThrow('model.json is larger than 4 MB');
  });
});
