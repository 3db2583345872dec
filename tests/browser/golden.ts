import { openInNode } from '../../lib/hosting/node.ts';
import type { PageAnswer } from '../../lib/protocol/messages.ts';
import texts from '../fixtures/golden-texts.json' with { type: 'json' };

export { texts };

/** The logits of the golden texts from the kernel in Node: what every browser must give. */
export async function logitsInNode(): Promise<number[]> {
  const engine = await openInNode({ backend: 'wasm' });
  const logits: number[] = [];
  for (const text of texts) {
    const { logit } = await engine.full(engine.prepare(text), { sensitivity: 'balanced' });
    logits.push(logit ?? Number.NaN);
  }
  await engine.release();
  return logits;
}

/** Asks the extension's engine for final logits. Runs inside one of the extension's own pages, in any browser. */
export function logitsInBrowser(texts: string[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const { runtime } = (globalThis as unknown as { browser?: typeof chrome }).browser ?? chrome;
    const port = runtime.connect({ name: 'telltale-page' });
    const logits = new Map<string, number>();
    port.onMessage.addListener((answer: PageAnswer) => {
      if (answer.type === 'refused') reject(new Error(answer.reason));
      if (answer.type !== 'scores') return;
      for (const { id, score, final } of answer.results) if (final) logits.set(id, score.logit ?? Number.NaN);
      if (logits.size === texts.length) resolve(texts.map((_, i) => logits.get(String(i)) ?? Number.NaN));
    });
    const passages = texts.map((text, i) => ({ id: String(i), text, rank: 1, language: 'en' }));
    port.postMessage({ type: 'score', passages });
  });
}
