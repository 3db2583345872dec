import { openInNode } from '../../lib/hosting/node.ts';
import type { PageAnswer } from '../../lib/protocol/messages.ts';
import { makePassage, type Sentences, seeded } from './sample-page.ts';

/** Distinct passages of about so many tokens each, of AI sentences: none is settled before the encoder reads it. */
export async function makeTexts(
  sentences: Sentences,
  tokens: number,
  count: number,
  seed: number,
): Promise<string[]> {
  const engine = await openInNode({ backend: 'wasm' });
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const words = makePassage(sentences.ai, tokens * 1.2, random).split(' ');
    while (engine.prepare(words.join(' ')).ids.length > tokens) words.pop();
    return words.join(' ');
  });
}

/** Milliseconds that the bare encoder needs for all of these texts, one after the other, on the kernel in Node. */
export async function timeBare(texts: readonly string[]): Promise<number> {
  const engine = await openInNode({ backend: 'wasm' });
  const prepared = texts.map((text) => engine.prepare(text));
  for (const passage of prepared.slice(0, 3)) await engine.readDeeply(passage);
  const began = performance.now();
  for (const passage of prepared) await engine.readDeeply(passage);
  return performance.now() - began;
}

/**
 * Runs in a page of the extension: milliseconds from asking for each text to its final score, `side` at a time.
 * Messages and the wide part are in it, as they are in the product.
 */
export function timeInBrowser({ texts, side }: { texts: string[]; side: number }): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const port = chrome.runtime.connect({ name: 'telltale-page' });
    const began: number[] = [];
    const times: number[] = [];
    const ask = (): void => {
      const id = began.length;
      const text = texts[id];
      if (text === undefined) return;
      began.push(performance.now());
      port.postMessage({ type: 'score', passages: [{ id: String(id), text, rank: 1, language: 'en' }] });
    };
    port.onMessage.addListener((answer: PageAnswer) => {
      if (answer.type === 'refused') reject(new Error(answer.reason));
      if (answer.type !== 'scores') return;
      for (const { id, final } of answer.results) {
        if (!final) continue;
        times.push(performance.now() - (began[Number(id)] ?? 0));
        ask();
      }
      if (times.length < texts.length) return;
      port.disconnect();
      resolve(times);
    });
    for (let i = 0; i < side; i++) ask();
  });
}
