import { readFileSync } from 'node:fs';
import { splitSentences } from '../../lib/detector/sentences.ts';

/** Sentences of the sample pages, by who wrote them: raw material for pages of any length. */
export interface Sentences {
  human: string[];
  ai: string[];
}

const SAMPLES = ['demo/pages/article.html', 'demo/pages/thread.html'];
const PARAGRAPH = /<(p|div)[^>]*data-origin="(human|ai)"[^>]*>([\s\S]*?)<\/\1>/g;

export function readSentences(): Sentences {
  const found: Sentences = { human: [], ai: [] };
  for (const file of SAMPLES) {
    for (const [, , origin, markup = ''] of readFileSync(file, 'utf8').matchAll(PARAGRAPH)) {
      const text = markup
        .replace(/<blockquote[\s\S]*?<\/blockquote>|<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      for (const { start, end } of splitSentences(text)) {
        found[origin === 'ai' ? 'ai' : 'human'].push(text.slice(start, end));
      }
    }
  }
  return found;
}

/** A random number generator with a seed (mulberry32): the same pages in every run. Gives numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A passage of at least so many words, of one writer's sentences in a random order. */
export function makePassage(sentences: readonly string[], words: number, random: () => number): string {
  const chosen: string[] = [];
  for (let count = 0; count < words; ) {
    const sentence = sentences[Math.floor(random() * sentences.length)] ?? '';
    chosen.push(sentence);
    count += sentence.split(' ').length;
  }
  return chosen.join(' ');
}

// Paragraphs of web articles have 40-120 words; shorter ones would be joined with their neighbours.
const WORDS = 85;

/** An article of so many passages, a share of them written by an AI. */
export function makePage(sentences: Sentences, passages: number, aiShare: number, seed: number): string {
  const random = seeded(seed);
  const paragraphs = Array.from({ length: passages }, () => {
    const pool = random() < aiShare ? sentences.ai : sentences.human;
    return `<p>${makePassage(pool, WORDS, random)}</p>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title>
<style>body { max-width: 40em; margin: auto; font: 18px/1.6 serif; }</style>
<article><h1>A page of ${passages} passages</h1>
${paragraphs.join('\n')}
</article></html>`;
}

/** The passages of such a page. */
export function textsOf(page: string): string[] {
  return [...page.matchAll(/<p>(.*?)<\/p>/g)].map(([, text = '']) => text);
}
