import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { Encoder } from '../lib/detector/encoder.ts';
import { createKernelEncoder } from '../lib/encoder/kernel-encoder.ts';
import type { KernelWorkerAnswer, KernelWorkerStart } from '../lib/encoder/kernel-pool.ts';

// One of the engine's readers, where the machine has cores to spare. It hears and answers its own engine only.

export default defineUnlistedScript(() => {
  let encoder: Encoder | null = null;
  const answer = (message: KernelWorkerAnswer): void => self.postMessage(message);
  self.addEventListener('message', async ({ data }: MessageEvent<KernelWorkerStart | Int32Array>) => {
    try {
      if (data instanceof Int32Array) return answer((await encoder?.run(data)) ?? null);
      encoder = await createKernelEncoder(data.kernel, data.graph);
      answer(null);
    } catch (error) {
      answer({ failure: error instanceof Error ? error.message : String(error) });
    }
  });
});
