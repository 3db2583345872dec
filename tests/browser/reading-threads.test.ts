import { beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, type ReadBlock, ReadingBrowser } from './reading-page.ts';

/** Each family's page: its posts by author and the words that each begins with, in page order. */
const THREADS: Record<string, [author: string, opening: string][]> = {
  'reddit-old': [
    ['rye_and_shine', 'My kitchen sits'],
    ['oven_lamp', 'Put the bowl'],
    ['rye_and_shine', 'That is clever'],
    ['slow_crumb', 'I stopped fighting'],
  ],
  reddit: [
    ['bridge_counter', 'The plaque'],
    ['stone_reader', 'Look at the tool marks'],
    ['bridge_counter', 'I went down'],
  ],
  'hacker-news': [
    ['marginalia', 'I have eleven years'],
    ['papercut', 'One paper notebook'],
    ['grepper', 'Agreed, and it is'],
    ['flatfile', 'A single text file'],
  ],
  'stack-exchange': [
    ['late riser', 'In card games'],
    ['old index', 'Have you tried'],
    ['faro bank', 'From telling on'],
  ],
  discourse: [
    ['marta', 'The hall has given'],
    ['piotr', 'I do, I teach'],
  ],
  'discourse-crawler': [
    ['marta', 'The hall has given'],
    ['piotr', 'I teach on Thursdays'],
  ],
  phpbb: [
    ['spokesman', 'My new frame'],
    ['Granny Gear', 'Then it is the cable'],
  ],
  'vbulletin-3': [
    ['dew_point', 'I live on the fourth'],
    ['Altazimuth', 'The moon alone'],
  ],
  'vbulletin-4': [
    ['quince', 'The pear behind'],
    ['whip and tongue', 'As long as'],
  ],
  'vbulletin-5': [
    ['tidemark', 'The zip of'],
    ['sailmaker joe', 'Three weeks is'],
  ],
  xenforo: [
    ['Echo Park', 'I hung four'],
    ['bassment', 'In the corners'],
  ],
  'xenforo-1': [
    ['Waggle', 'The landlord'],
    ['Smoker', 'Frame by frame'],
  ],
  lemmy: [
    ['woolly', 'I put it off'],
    ['threadbare', 'Use wool with'],
    ['woolly', 'Good point'],
  ],
  mastodon: [
    ['@fern@hills.example', 'Mapped the last'],
    ['@moss@wet.example', '@fern Which two'],
  ],
  bluesky: [
    ['Ida', 'The ferry still'],
    ['Olav', 'That is my uncle'],
  ],
  youtube: [
    ['@handscraper', 'I learned on'],
    ['@chips', 'Ours made us'],
    ['@backgear', 'The paint is'],
  ],
  disqus: [
    ['candlepower', 'The town replaced'],
    ['Amber', 'Write to the council'],
  ],
  wordpress: [
    ['Radiator Rosa', 'I am the one'],
    ['Tess', 'Rosa, that chair'],
  ],
  'wordpress-2008': [
    ['Puddle', 'Put a drop of oil'],
    ['Nimbus', 'Have you kept'],
  ],
  github: [
    ['early-bird', 'After the laptop'],
    ['tickmaster', 'So did I'],
  ],
  'github-react': [
    ['early-bird', 'After the laptop'],
    ['tickmaster', 'The timer counts'],
  ],
  medium: [['Capstan', 'My aunt kept']],
  substack: [['Petra', 'My grandfather laid']],
  linkedin: [
    ['Hana Sato', 'After nineteen years'],
    ['Leo Brandt', 'I walk my own'],
  ],
  x: [
    ['Line Nine', 'Somebody left'],
    ['Bowed', 'It is mine'],
  ],
  'reviews-google': [
    ['Agnes Moor', 'The soup is honest'],
    ['Tomas Ry', 'Fine cake'],
  ],
  'reviews-shop': [
    ['M. Lund', 'I work in a flat'],
    ['Odile', 'The handle came loose'],
  ],
  'schema-comments': [
    ['Bea Lake', 'An open air pool'],
    ['Kai', 'Who pays for'],
    ['Bea Lake', 'The swimmers would'],
  ],
  'role-comments': [
    ['Ana', 'Point four'],
    ['Ben', 'Agreed, and please'],
  ],
  'repeated-siblings': [
    ['Sorrel', 'One brown glove'],
    ['Burdock', 'That gate waved'],
    ['Sorrel', 'The plums are gone'],
  ],
};

/** Pages that show an article above its comments, and who wrote it. */
const ARTICLES: Record<string, string> = {
  wordpress: 'Tess',
  medium: 'Noor Haddad',
  substack: 'Jonas Wren',
};

/** Reviews and old themes give their posts no address of their own. */
const WITHOUT_ADDRESS = new Set(['repeated-siblings']);

describe('threads', () => {
  const read: Record<string, ReadBlock[]> = {};
  beforeAll(async () => {
    const browser = await ReadingBrowser.launch();
    for (const name of Object.keys(THREADS)) {
      const page = await browser.open(`threads/${name}.html`);
      read[name] = await blocksOf(page);
      await page.close();
    }
    await browser.close();
  });

  it.each(Object.entries(THREADS))('finds every post of %s with its author', (name, posts) => {
    const blocks = (read[name] ?? []).filter(({ unit }) => unit?.kind === 'post');
    const found: { author: string | null; text: string }[] = [];
    let last = '';
    for (const { unit, text } of blocks) {
      const key = JSON.stringify(unit);
      if (key === last) continue;
      last = key;
      found.push({ author: unit?.author ?? null, text });
    }
    expect(found.map(({ author, text }, i) => [author, text.slice(0, posts[i]?.[1].length)])).toEqual(posts);
    for (const { unit } of blocks) {
      expect(unit?.date).toBeTruthy();
      if (!WITHOUT_ADDRESS.has(name)) expect(unit?.permalink).toMatch(/^https?:/);
    }
  });

  it.each(Object.entries(ARTICLES))('keeps the article of %s apart from its comments', (name, author) => {
    const units = (read[name] ?? []).flatMap(({ unit }) => (unit ? [unit] : []));
    const authors = units.filter(({ kind }) => kind === 'article').map((unit) => unit.author);
    expect([...new Set(authors)]).toEqual([author]);
  });

  it('gives a quoted post to nobody', () => {
    const quotes: Record<string, string> = {
      'reddit-old': 'Put the bowl',
      'hacker-news': '> That minute',
      'stack-exchange': 'Is it from telling',
      discourse: 'Does anybody',
      phpbb: 'only uphill',
      'vbulletin-3': 'All that I can see',
      'vbulletin-4': 'how late in spring',
      xenforo: 'where do they do',
      'xenforo-1': 'How do I get',
      github: 'I expected it',
      x: 'Somebody left a cello on my tram this morning.',
    };
    for (const [name, opening] of Object.entries(quotes)) {
      const blocks = (read[name] ?? []).filter(({ text }) => text.startsWith(opening));
      expect(
        blocks.map(({ unit }) => unit),
        name,
      ).toContain(null);
    }
  });

  it('reads nothing of a thread but its posts', () => {
    const junk =
      /reply\b|permalink|wrote:|said:|originally posted|share|powered by|rights reserved|follow you|signature|spokes|guidelines|subscri/i;
    for (const name of Object.keys(THREADS)) {
      for (const { text } of read[name] ?? []) expect(text, name).not.toMatch(junk);
    }
  });
});
