import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { Encoder } from '../lib/detector/encoder.ts';
import { createKernelEncoder } from '../lib/encoder/kernel-encoder.ts';
import type {
  KernelWorkerAnswer,
  KernelWorkerPassage,
  KernelWorkerStart,
} from '../lib/encoder/kernel-pool.ts';
import { messageOf } from '../lib/message-of.ts';

// One of the engine's readers. It hears and answers its own engine only.

export default defineUnlistedScript(() => {
  let encoder: Encoder | null = null;
  const answer = (message: KernelWorkerAnswer): void => self.postMessage(message);
  self.addEventListener(
    'message',
    async ({ data }: MessageEvent<KernelWorkerStart | KernelWorkerPassage>) => {
      try {
        if ('ids' in data) return answer((await encoder?.run(data.ids, data.stopBelow)) ?? null);
        encoder = await createKernelEncoder(data.kernel, data.graph);
        answer(null);
      } catch (error) {
        answer({ failure: messageOf(error) });
      }
    },
  );
});
