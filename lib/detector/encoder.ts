import type { InferenceSession, TensorConstructor } from 'onnxruntime-web';

/** What the encoder found in one window. */
export interface EncoderEvidence {
  /** One number per content token. */
  tokens: Float32Array;
  /** Whether it stopped before its last layer. */
  isEarly: boolean;
}

/** The deep part: takes the ids of one window with [CLS] and [SEP]. */
export interface Encoder {
  /**
   * @param stopBelow may stop early where the pooled evidence so far is below this; left out, it never does
   */
  run(ids: Int32Array, stopBelow?: number): Promise<EncoderEvidence>;
  /** Frees the session's memory. The encoder cannot run after this. */
  release(): Promise<void>;
}

/** Evidence adds up, noise grows with the root of its count. */
export function pooled(tokens: Float32Array): number {
  return tokens.reduce((sum, evidence) => sum + evidence, 0) / Math.sqrt(tokens.length);
}

/**
 * The deep part's graph in any build of ONNX Runtime. It cannot stop half-way: it reads to the end and gives what the
 * kernel would have given.
 */
export function createEncoder(session: InferenceSession, Tensor: TensorConstructor): Encoder {
  const hasExit = session.outputNames.includes('early');
  return {
    async run(ids, stopBelow = Number.NEGATIVE_INFINITY) {
      const input = new Tensor('int32', ids, [1, ids.length]);
      const mayStop = hasExit && stopBelow > Number.NEGATIVE_INFINITY;
      // Only the evidence is fetched: the engine pools it itself, over windows and with the wide part's.
      const outputs = await session.run({ input_ids: input }, mayStop ? ['early', 'evidence'] : ['evidence']);
      const copies = Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => {
          if (!(tensor.data instanceof Float32Array)) throw new Error('The encoder gave no evidence.');
          const copy = tensor.data.slice();
          tensor.dispose();
          return [name, copy];
        }),
      );
      const { early, evidence } = copies;
      if (early && pooled(early) < stopBelow) return { tokens: early, isEarly: true };
      if (!evidence) throw new Error('The encoder gave no evidence.');
      return { tokens: evidence, isEarly: false };
    },
    release: () => session.release(),
  };
}
