import { openInNode } from '../../lib/hosting/node.ts';
import type { PageAnswer } from '../../lib/protocol/messages.ts';
import { makePassage, type Sentences, seeded } from './sample-page.ts';

export const TOKEN_COUNTS = [32, 64, 128, 256];

/** Distinct passages of about so many tokens each, of AI sentences: none is settled before the encoder reads it. */
export async function makeTexts(
  sentences: Sentences,
  tokens: number,
  count: number,
  seed: number,
): Promise<string[]> {
  const engine = await openInNode({ backend: 'native' });
  const random = seeded(seed);
  const texts = Array.from({ length: count }, () => {
    const words = makePassage(sentences.ai, tokens * 1.2, random).split(' ');
    while (engine.prepare(words.join(' ')).ids.length > tokens) words.pop();
    return words.join(' ');
  });
  return texts;
}

/** Milliseconds that the native runtime needs for each text, one thread: the ceiling. */
export async function timeNative(texts: readonly string[]): Promise<number[]> {
  const engine = await openInNode({ backend: 'native', threads: 1 });
  await engine.warm();
  const times: number[] = [];
  for (const text of texts) {
    const prepared = engine.prepare(text);
    const began = performance.now();
    await engine.readDeeply(prepared);
    times.push(performance.now() - began);
  }
  await engine.release();
  return times;
}

/**
 * Runs in a page of the extension: milliseconds from asking for each text to its final score, one after the other.
 * Messages and the wide part are in it, as they are in the product.
 */
export function timeInBrowser(texts: string[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const port = chrome.runtime.connect({ name: 'telltale-page' });
    const times: number[] = [];
    let began = 0;
    const ask = (): void => {
      const text = texts[times.length] ?? '';
      began = performance.now();
      const passage = { id: String(times.length), text, rank: 1, language: 'en' };
      port.postMessage({ type: 'score', passages: [passage] });
    };
    port.onMessage.addListener((answer: PageAnswer) => {
      if (answer.type === 'refused') reject(new Error(answer.reason));
      if (answer.type !== 'scores' || !answer.results.some(({ final }) => final)) return;
      times.push(performance.now() - began);
      if (times.length < texts.length) return ask();
      port.disconnect();
      resolve(times);
    });
    ask();
  });
}
