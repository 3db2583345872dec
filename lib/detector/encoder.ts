import type { InferenceSession, TensorConstructor } from 'onnxruntime-web';

/** The deep part: takes the ids of one window with [CLS] and [SEP], gives one number per content token. */
export interface Encoder {
  run(ids: Int32Array): Promise<Float32Array>;
  /** Frees the session's memory. The encoder cannot run after this. */
  release(): Promise<void>;
}

/** The deep part's graph in any build of ONNX Runtime: Node's native one, WASM, WebGPU. */
export function createEncoder(session: InferenceSession, Tensor: TensorConstructor): Encoder {
  return {
    async run(ids) {
      const input = new Tensor('int32', ids, [1, ids.length]);
      // Only the evidence is fetched: the engine pools it itself, over windows and with the wide part's.
      const { evidence } = await session.run({ input_ids: input }, ['evidence']);
      if (!(evidence?.data instanceof Float32Array)) throw new Error('The encoder gave no evidence.');
      const copy = evidence.data.slice();
      evidence.dispose();
      return copy;
    },
    release: () => session.release(),
  };
}
