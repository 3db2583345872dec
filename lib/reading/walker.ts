import { findAdapter } from './adapters/index.ts';
import { findCentre } from './centre.ts';
import { type Context, enter, type Page } from './context.ts';
import { addLineBreak, addText, type Draft, startDraft, trimEnd } from './draft.ts';
import { drawnChildren, type OpenShadowRoot } from './flat-tree.ts';
import { kindOfText } from './prose.ts';
import type { AuthorUnit, Block } from './types.ts';
import { pageUnit, UnitFinder } from './units.ts';
import { isDrawn, isLaidOut } from './visibility.ts';
import { countWords } from './words.ts';

export interface WalkOptions {
  /** The browser's way into closed shadow roots. */
  openShadowRoot?: OpenShadowRoot;
  /** Told of every shadow root on the way: changes inside are seen by an observer of its own only. */
  onShadowRoot?(root: ShadowRoot): void;
}

interface Frame {
  next: Node | null;
  /** Nodes assigned to a slot are no siblings; they are walked by index. */
  list: Node[] | null;
  index: number;
  context: Context;
  breaks: boolean;
}

/** A long run without text (a menu of thousands of links) still hands control back this often. */
const NODES_PER_TURN = 64;

/**
 * Walks a tree as it is drawn and gives its blocks in document order. Gives `undefined` now and then, so that a caller
 * with a deadline can stop where there is no text. Reads the page and never changes it.
 */
export function* walk(
  root: Document | ShadowRoot | Element,
  options: WalkOptions = {},
): Generator<Block | undefined, void> {
  const top = root instanceof Element ? root : root instanceof ShadowRoot ? root.host : root.documentElement;
  if (!top) return;
  const centre = yield* findCentre(document.documentElement, options.openShadowRoot);
  const adapter = yield* findAdapter(document);
  const page: Page = { units: new UnitFinder(document, centre, adapter), centre };
  yield undefined;
  const walker = new Walker(top, page, options);
  yield undefined;
  yield* walker.run(root instanceof ShadowRoot ? root.firstChild : top);
}

class Walker {
  readonly #page: Page;
  readonly #laidOut = isLaidOut(document);
  readonly #options: WalkOptions;
  readonly #frames: Frame[] = [];
  readonly #done: Block[] = [];
  readonly #range = document.createRange();
  #draft: Draft | null = null;
  /** A heading waits for text under it: one over nothing but links is a menu's. */
  #heading: Block | null = null;
  #last: Block | null = null;
  #context: Context;
  /** Line breaks since the last text; two in a row end a paragraph. */
  #breaks = 0;

  constructor(top: Element, page: Page, options: WalkOptions) {
    this.#page = page;
    this.#options = options;
    this.#context = outerContext(top, page, pageUnit(document.body ?? document.documentElement));
  }

  *run(first: Node | null): Generator<Block | undefined, void> {
    const base = this.#context;
    if (first instanceof Element && first.parentNode) {
      this.#visit(first, base);
    } else {
      this.#frames.push({ next: first, list: null, index: 0, context: base, breaks: true });
    }
    let turns = 0;
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const node = frame.next;
      if (node) {
        frame.next = frame.list ? (frame.list[++frame.index] ?? null) : node.nextSibling;
        this.#visit(node, frame.context);
      } else {
        this.#frames.pop();
        if (frame.breaks) this.#flush();
      }
      if (this.#done.length > 0) {
        yield* this.#done;
        this.#done.length = 0;
      } else if (++turns % NODES_PER_TURN === 0) {
        yield undefined;
      }
    }
    this.#flush();
    yield* this.#done;
  }

  #visit(node: Node, context: Context): void {
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      if (context.visible) this.#addText(node as Text, context);
    } else if (node instanceof Element) {
      this.#visitElement(node, context);
    }
  }

  #visitElement(element: Element, outer: Context): void {
    if (element.localName === 'br') {
      this.#lineBreak();
      return;
    }
    if (element.localName === 'wbr') return;
    const { context, breaks } = enter(element, outer, this.#page);
    if (breaks) this.#flush();
    if (!context) return;
    const { openShadowRoot, onShadowRoot } = this.#options;
    const children = drawnChildren(element, openShadowRoot);
    if (onShadowRoot && children && !Array.isArray(children) && children.parentNode instanceof ShadowRoot) {
      onShadowRoot(children.parentNode);
    }
    const list = Array.isArray(children) ? children : null;
    this.#frames.push({
      next: list ? (list[0] ?? null) : (children as Node | null),
      list,
      index: 0,
      context,
      breaks,
    });
  }

  #addText(node: Text, context: Context): void {
    if (!context.keepsNewlines || !node.data.includes('\n')) {
      this.#addRun(node, 0, node.data.length, context);
      return;
    }
    let from = 0;
    for (const line of node.data.split('\n')) {
      if (from > 0) this.#lineBreak();
      this.#addRun(node, from, from + line.length, context);
      from += line.length + 1;
    }
  }

  #addRun(node: Text, from: number, to: number, context: Context): void {
    if (from === to) return;
    this.#draft ??= startDraft(context.block);
    if (this.#draft.text === '') this.#context = context;
    const added = addText(this.#draft, node, from, to);
    if (added === 0) return;
    if (context.inLink) this.#draft.linked += added;
    if (context.inCode) this.#draft.coded += added;
    if (this.#draft.text.trim() !== '') this.#breaks = 0;
  }

  #lineBreak(): void {
    if (!this.#draft) return;
    if (++this.#breaks > 1) this.#flush();
    else addLineBreak(this.#draft);
  }

  #flush(): void {
    const draft = this.#draft;
    this.#draft = null;
    this.#breaks = 0;
    if (!draft) return;
    trimEnd(draft);
    const first = draft.pieces[0];
    if (!first) return;
    const { unit, lang, inBody, inCentre } = this.#context;
    if (!inCentre && unit?.kind !== 'post') return;
    if (!inBody && this.#page.units.governs(unit)) return;
    const words = countWords(draft.text);
    const kind = kindOfText(draft, this.#context, words);
    if (kind === null || (this.#laidOut && !isDrawn(draft.element, first.node, this.#range))) return;
    const { element, pieces, text, isCut } = draft;
    this.#finish({ element, pieces, text, words, kind, unit: kind === 'quote' ? null : unit, lang, isCut });
  }

  #finish(block: Block): void {
    if (block.kind === 'heading') {
      // The title names a text and is not part of it.
      const isTitle = block.element.localName === 'h1' && block.unit !== this.#last?.unit;
      this.#heading = isTitle ? null : block;
      return;
    }
    if (this.#heading && (block.unit === null || block.unit === this.#heading.unit))
      this.#done.push(this.#heading);
    this.#heading = null;
    this.#last = block;
    this.#done.push(block);
  }
}

/** The context around the root, as if the walk had come down to it from the top of the document. */
function outerContext(top: Element, page: Page, unit: AuthorUnit): Context {
  let context: Context = {
    block: top,
    kind: 'prose',
    unit,
    lang: null,
    keepsNewlines: false,
    visible: true,
    inLink: false,
    inCode: false,
    inBody: false,
    inCentre: false,
  };
  const ancestors: Element[] = [];
  for (let at = parentOf(top); at; at = parentOf(at)) ancestors.unshift(at);
  for (const ancestor of ancestors) context = enter(ancestor, context, page).context ?? context;
  return context;
}

function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const parent = element.parentNode;
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : null;
}
