import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { type Opine, openOpinion } from '../lib/hosting/opinion.ts';
import type { OpinionRequest } from '../lib/hosting/second-opinions.ts';
import { startWasm } from '../lib/hosting/wasm.ts';
import { messageOf } from '../lib/message-of.ts';
import { nextTask } from '../lib/next-task.ts';
import type { SecondOpinion } from '../lib/protocol/messages.ts';

// The worker of the second model: started by the engine's worker with the first question, ended by it when nobody asks.

export default defineUnlistedScript(() => {
  let opening: Promise<Opine> | null = null;

  self.addEventListener('message', ({ data }: MessageEvent<OpinionRequest>) => void answer(data));

  async function answer({ model, threads, sensitivity, question }: OpinionRequest): Promise<void> {
    const { text, language, withSentences } = question;
    try {
      if (!opening) post({ phase: 'loading' });
      opening ??= openOpinion(model, startWasm(threads));
      const opine = await opening;
      post({ phase: 'reading' });
      post(await opine(text, { sensitivity, language, withSentences, between: nextTask }));
    } catch (error) {
      // Another attempt may find the model whole, or more memory.
      opening = null;
      post({ phase: 'failed', reason: messageOf(error) });
    }
  }
});

function post(opinion: SecondOpinion): void {
  self.postMessage(opinion);
}
