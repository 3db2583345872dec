import fc from 'fast-check';
import { joinPassages, type Passage, rangesOf, readBlocks } from '../../lib/reading/index.ts';

// Runs inside a page: the reader on trees that no author would write, in a real layout.

interface Branch {
  tag: string;
  attributes: Record<string, string>;
  /** Its children hang in a shadow root, open or closed; some of its own are slotted. */
  shadow: 'open' | 'closed' | null;
  children: (Branch | string)[];
}

const TAGS =
  'p p p div div section article span span em a li ul ol blockquote h1 h2 h3 pre code table tr td nav aside header footer ' +
  'figure figcaption details summary button textarea select template slot br wbr ruby rt dl dd form script style svg math main';

const ATTRIBUTES = {
  style: [
    'display: none',
    'display: contents',
    'display: inline-block',
    'display: flex',
    'display: table-cell',
    'visibility: hidden',
    'visibility: visible',
    'opacity: 0',
    'white-space: pre',
    'white-space: pre-wrap',
    'position: fixed',
    'position: absolute; left: -9999px',
    'float: left',
    'height: 0; overflow: hidden',
    'content-visibility: hidden',
    'direction: rtl',
  ],
  class: ['comment', 'comments', 'author', 'sidebar', 'post-body', 'sr-only', 'quote'],
  role: ['article', 'comment', 'navigation', 'dialog', 'note', 'presentation'],
  lang: ['en', 'de', 'zh-Hans', '', 'not a language'],
  'aria-hidden': ['true', 'false'],
  hidden: ['', 'until-found'],
  contenteditable: ['true', 'false'],
  translate: ['no'],
  itemprop: ['articleBody', 'author', 'datePublished'],
  itemtype: ['https://schema.org/Comment', 'https://schema.org/Article'],
  slot: ['a'],
  name: ['a'],
  open: [''],
  dir: ['rtl'],
} as const;

const SENTENCE = 'The ferry left the harbour an hour late because the mate could not find the second rope. ';

const text = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }).map((times) => SENTENCE.repeat(times)) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(' ', '\n', '\n\n', '\t ', '\u00a0', '\u200b', '\u202e', '\ud83d', ''),
  },
  { weight: 1, arbitrary: fc.constant(SENTENCE.repeat(300)) },
);

const attributes = fc
  .array(
    fc
      .constantFrom(...(Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[]))
      .chain((name) => fc.tuple(fc.constant<string>(name), fc.constantFrom<string>(...ATTRIBUTES[name]))),
    { maxLength: 2 },
  )
  .map((pairs) => Object.fromEntries(pairs));

const { branch } = fc.letrec<{ branch: Branch; child: Branch | string }>((tie) => ({
  branch: fc.record({
    tag: fc.constantFrom(...TAGS.split(' ')),
    attributes,
    shadow: fc.oneof(
      { weight: 20, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('open' as const, 'closed' as const) },
    ),
    children: fc.array(tie('child'), { maxLength: 5, depthIdentifier: 'tree' }),
  }),
  child: fc.oneof({ depthIdentifier: 'tree', maxDepth: 8 }, text, tie('branch')),
}));

const closedRoots = new WeakMap<Element, ShadowRoot>();

function grow({ tag, attributes, shadow, children }: Branch): Element {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const grown = children.map((child) => (typeof child === 'string' ? new Text(child) : grow(child)));
  // Some elements take no shadow root.
  const root =
    shadow && /^(div|span|section|article|p|main|aside|h1)$/.test(tag) ? attach(element, shadow) : null;
  if (root) {
    root.append(...grown.slice(0, 3));
    element.append(...grown.slice(3));
  } else {
    element.append(...grown);
  }
  return element;
}

function attach(element: Element, mode: 'open' | 'closed'): ShadowRoot {
  const root = element.attachShadow({ mode });
  closedRoots.set(element, root);
  return root;
}

/** What every reading of every tree must be. Throws where it is not. */
function expectSound(tree: Branch): void {
  document.body.replaceChildren(grow(tree));
  const before = document.body.innerHTML;
  const openShadowRoot = (host: Element): ShadowRoot | null => closedRoots.get(host) ?? null;
  const passages = joinPassages(readBlocks(document, { openShadowRoot }));
  const read = new Map<Text, { start: number; end: number }[]>();
  for (const passage of passages) {
    expectPassage(passage);
    for (const { pieces } of passage.blocks) {
      for (const { node, start, end } of pieces) read.set(node, [...(read.get(node) ?? []), { start, end }]);
    }
  }
  for (const runs of read.values()) {
    runs.sort((a, b) => a.start - b.start);
    runs.forEach(({ start }, i) => {
      const { end = 0 } = runs[i - 1] ?? {};
      ensure(start >= end, 'a text is read once');
    });
  }
  ensure(new Set(passages.map(({ id }) => id)).size === passages.length, 'ids are unique');
  ensure(document.body.innerHTML === before, 'the page is as it was');
}

function expectPassage(passage: Passage): void {
  ensure(passage.text === passage.blocks.map(({ text }) => text).join('\n'), 'a passage is its blocks');
  for (const { text, pieces } of passage.blocks) {
    ensure(text.length <= 20_000, 'a block is bounded');
    let at = 0;
    for (const piece of pieces) {
      ensure(piece.node.isConnected && piece.node.ownerDocument === document, 'a piece is in the document');
      ensure(
        piece.at >= at && piece.end > piece.start && piece.end <= piece.node.length,
        'pieces are in order',
      );
      at = piece.at + piece.end - piece.start;
      const shown = piece.node.data.slice(piece.start, piece.end).replace(/[ \t\n\r\f]/g, ' ');
      ensure(text.slice(piece.at, at).replace(/\n/g, ' ') === shown, 'a piece says what its node says');
    }
    ensure(at <= text.length, 'pieces end within their text');
  }
  const ranges = rangesOf(passage);
  const drawn = ranges.map((range) => range.toString()).join('');
  ensure(squeeze(drawn) === squeeze(passage.text), 'ranges say what the text says');
  for (const cut of [0, 1, Math.floor(passage.text.length / 2), passage.text.length]) {
    const parts = [...rangesOf(passage, 0, cut), ...rangesOf(passage, cut)];
    const both = parts.map((range) => range.toString()).join('');
    ensure(squeeze(both) === squeeze(passage.text), 'ranges of two parts say what both say');
  }
}

const squeeze = (text: string): string => text.replace(/[ \t\n\r\f]+/g, '');

function ensure(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not so: ${what}`);
}

/** Reads so many random trees. Gives the smallest that is read wrongly, in words; null where there is none. */
export function readRandomTrees(seed: number, runs: number): string | null {
  const result = fc.check(fc.property(branch, expectSound), { seed, numRuns: runs });
  return result.failed ? (fc.defaultReportMessage(result) ?? 'failed') : null;
}

/** How many of so many random trees hold any passage at all: a test of nothing would show here. */
export function countFruitful(seed: number, runs: number): number {
  let fruitful = 0;
  for (const tree of fc.sample(branch, { seed, numRuns: runs })) {
    document.body.replaceChildren(grow(tree));
    if (joinPassages(readBlocks(document)).length > 0) fruitful++;
  }
  return fruitful;
}
