import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createEncoder, type Encoder, pooled } from '../../../lib/detector/encoder.ts';
import { compileKernel, createKernelEncoder } from '../../../lib/encoder/kernel-encoder.ts';
import { readInitialisers } from '../../../lib/encoder/onnx-file.ts';
import { BUNDLED_FOLDER } from '../../../lib/hosting/node.ts';

const read = async (file: string) => new Uint8Array(await readFile(file));
const readKernel = (name: string) => read(`public/kernel/${name}`);
const graph = await read(`${BUNDLED_FOLDER}/deep.onnx`);
const kernel = await compileKernel(readKernel);
const encoder = await createKernelEncoder(kernel, graph);

/** Of pooled evidence, which spreads over several units from passage to passage. The tokens here are nonsense. */
const ROUNDINGS = 0.1;

/** [CLS] some tokens [SEP], the same for the same seed. */
function passage(tokens: number, seed: number): Int32Array {
  const content = Array.from({ length: tokens }, (_, i) => 1996 + ((i * 7919 + seed * 104_729) % 20_000));
  return Int32Array.of(101, ...content, 102);
}

describe('the encoder on the kernel', () => {
  it('gives the evidence that ONNX Runtime gives, but for roundings', async () => {
    const session = await ort.InferenceSession.create(graph, { intraOpNumThreads: 1 });
    const native = createEncoder(session, ort.Tensor);
    // Lengths on both sides of what is worked on at once: six rows, eight columns of scores.
    for (const tokens of [1, 2, 4, 5, 8, 31, 64, 127, 254]) {
      const ids = passage(tokens, tokens);
      const [ours, theirs] = await Promise.all([encoder.run(ids), native.run(ids)]);
      expect(ours.tokens).toHaveLength(tokens);
      expect(Math.abs(pooled(ours.tokens) - pooled(theirs.tokens)), `${tokens} tokens`).toBeLessThan(
        ROUNDINGS,
      );
    }
    await native.release();
  });

  it('gives the same without relaxed SIMD', async () => {
    const plain: Encoder = await createKernelEncoder(
      await WebAssembly.compile(await readKernel('encoder-plain.wasm')),
      graph,
    );
    for (const tokens of [3, 40, 130]) {
      const ids = passage(tokens, 7);
      const [fast, slow] = [await encoder.run(ids), await plain.run(ids)];
      expect(Math.abs(pooled(fast.tokens) - pooled(slow.tokens)), `${tokens} tokens`).toBeLessThan(ROUNDINGS);
    }
  });

  it('gives the same again, whatever it has read in between', async () => {
    const ids = passage(50, 1);
    const before = await encoder.run(ids);
    await encoder.run(passage(254, 2));
    expect(await encoder.run(ids)).toEqual(before);
  });

  it('stops at each exit where that is allowed and clear, with what ONNX Runtime gives there', async () => {
    const session = await ort.InferenceSession.create(graph, { intraOpNumThreads: 1 });
    const native = createEncoder(session, ort.Tensor);
    const exits = session.outputNames.filter((name) => name.endsWith('.early')).map((_, exit) => exit);
    expect(exits).toHaveLength(2);
    for (const tokens of [5, 90, 254]) {
      const ids = passage(tokens, tokens);
      const whole = await encoder.run(ids);
      expect(whole.depth).toBe(1);
      for (const exit of exits) {
        // Not before this one, and not after it.
        const upTo = (limit: number) => exits.slice(0, exit + 1).map((i) => (i === exit ? limit : -1e6));
        const [ours, theirs] = [await encoder.run(ids, upTo(1e6)), await native.run(ids, upTo(1e6))];
        expect(ours.depth).toBe([3 / 6, 4 / 6][exit]);
        expect(Math.abs(pooled(ours.tokens) - pooled(theirs.tokens)), `${tokens} tokens`).toBeLessThan(
          ROUNDINGS,
        );
        expect(await encoder.run(ids, upTo(pooled(ours.tokens)))).toEqual(whole);
        expect((await encoder.run(ids, upTo(pooled(ours.tokens) + 1e-3))).depth).toBeLessThan(1);
        expect(whole.tokens).not.toEqual(ours.tokens);
      }
    }
    await native.release();
  });

  it('refuses what it cannot read', async () => {
    await expect(encoder.run(passage(255, 1))).rejects.toThrow('3 to 256 tokens, not 257');
    await expect(encoder.run(Int32Array.of(101, 102))).rejects.toThrow(RangeError);
    await expect(encoder.run(Int32Array.of(101, 30_522, 102))).rejects.toThrow('not in the vocabulary');
    await expect(encoder.run(Int32Array.of(101, -1, 102))).rejects.toThrow('not in the vocabulary');
  });

  it('refuses a file that is no encoder of ours, in words', async () => {
    await expect(createKernelEncoder(kernel, graph.slice(0, 1_000_000))).rejects.toThrow('cut short');
    await expect(createKernelEncoder(kernel, new Uint8Array([8, 1]))).rejects.toThrow('deep.onnx lacks');
    await expect(createKernelEncoder(kernel, new TextEncoder().encode('<html>'))).rejects.toThrow();
  });

  it('refuses weights that would overflow its sums', async () => {
    const coarse = graph.slice();
    readInitialisers(coarse).get('layers.2.inner.weight')?.bytes.fill(64, 7, 8);
    await expect(createKernelEncoder(kernel, coarse)).rejects.toThrow(
      'weights of eight bits in layers.2.inner',
    );
  });

  it('falls back to the plain kernel where the browser has no relaxed SIMD', async () => {
    const asked: string[] = [];
    await compileKernel(async (name) => {
      asked.push(name);
      // A module that this machine cannot have: another version of the format.
      return name === 'encoder.wasm' ? new Uint8Array([0, 97, 115, 109, 9, 0, 0, 0]) : readKernel(name);
    });
    expect(asked).toEqual(['encoder.wasm', 'encoder-plain.wasm']);
  });
});
