import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-web';

/** What the encoder found in one window. */
export interface EncoderEvidence {
  /** One number per content token. */
  tokens: Float32Array;
  /** How far it has read: the share of its layers, above 0 and up to 1. */
  depth: number;
}

/** The deep part: takes the ids of one window with [CLS] and [SEP]. */
export interface Encoder {
  /**
   * @param stopBelow per exit, in the layers' order: may stop there where the pooled evidence so far is below this.
   * Without it, or for exits beyond its end, it reads on.
   */
  run(ids: Int32Array, stopBelow?: readonly number[]): Promise<EncoderEvidence>;
  /** Frees the session's memory. The encoder cannot run after this. */
  release(): Promise<void>;
}

/** Ends the names of the graph's outputs that come before the last layer. */
const EARLY = '.early';

/** Evidence adds up, noise grows with the root of its count. */
export function pooled(tokens: Float32Array): number {
  return tokens.reduce((sum, evidence) => sum + evidence, 0) / Math.sqrt(tokens.length);
}

/**
 * The deep part's graph in any build of ONNX Runtime. It cannot stop half-way: it reads to the end and gives what the
 * kernel would have given.
 */
export function createEncoder(session: InferenceSession, Maker: TensorConstructor): Encoder {
  const exits = session.outputNames.filter((name) => name.endsWith(EARLY));
  return {
    async run(ids, stopBelow = []) {
      const input = new Maker('int32', ids, [1, ids.length]);
      // Only the evidence is fetched: the engine pools it itself, over windows and with the wide part's.
      const early = exits.slice(0, stopBelow.length);
      const outputs = await session.run({ input_ids: input }, [...early, 'evidence']);
      const byExit = early.map((name) => taken(outputs[name]));
      const tokens = taken(outputs.evidence);
      const clear = byExit.find((evidence, exit) => pooled(evidence) < (stopBelow[exit] ?? Number.NaN));
      return { tokens: clear ?? tokens, depth: 1 };
    },
    release: () => session.release(),
  };
}

/** A copy of what a tensor holds; the tensor is gone after this. */
function taken(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new Error('The encoder gave no evidence.');
  const copy = tensor.data.slice();
  tensor.dispose();
  return copy;
}
