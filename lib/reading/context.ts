import type { Centre } from './centre.ts';
import { isFurniture } from './furniture.ts';
import {
  isCode,
  isFootnoteMark,
  isHeading,
  isNeverRead,
  isNeverReadRole,
  isUnparsed,
  tagOf,
} from './tags.ts';
import type { AuthorUnit, Block } from './types.ts';
import type { UnitFinder } from './units.ts';
import { lookOf } from './visibility.ts';

/** What a place in the tree inherits from everything above it. */
export interface Context {
  /** The nearest element that makes a block. */
  block: Element;
  kind: Block['kind'];
  unit: AuthorUnit | null;
  lang: string | null;
  keepsNewlines: boolean;
  visible: boolean;
  inLink: boolean;
  inCode: boolean;
  /** In the part of a post that its author wrote, where the site's adapter knows which part that is. */
  inBody: boolean;
  /** In the element that holds nearly all running text of the page. */
  inCentre: boolean;
}

/** What is known of the document before the walk begins. */
export interface Page {
  units: UnitFinder;
  centre: Centre;
}

/** How the walker goes on at an element: into it with a context, or past it. */
export interface Step {
  context: Context | null;
  breaks: boolean;
}

const PASS_INLINE: Step = { context: null, breaks: false };
const PASS_BLOCK: Step = { context: null, breaks: true };

/** The context inside an element, or null where nothing in it is to be read. */
export function enter(element: Element, outer: Context, { units, centre }: Page): Step {
  const tag = tagOf(element);
  if (isNeverRead(tag)) return isInlineMedia(tag) ? PASS_INLINE : PASS_BLOCK;
  if (isFootnoteMark(element, tag) || isUnparsed(element, tag)) return PASS_INLINE;
  const look = lookOf(element);
  if (!look) return PASS_INLINE;
  const past = look.breaks ? PASS_BLOCK : PASS_INLINE;
  const role = element.getAttribute('role');
  if (role && isNeverReadRole(role)) return past;
  if (isEditable(element)) return past;

  const found = units.enter(element, outer.unit, outer.inBody);
  if (found === 'skip') return past;
  const unitChanged = found !== null && typeof found === 'object';
  const governed = units.governs(unitChanged ? found.unit : outer.unit);
  if (!governed && isFurniture(element, tag, role, look, centre)) return past;
  // Some forums put the post itself in a `blockquote`.
  const quoted = found === 'quote' || (tag === 'blockquote' && found !== 'body');
  const context: Context = {
    block: look.breaks ? element : outer.block,
    kind: kindOf(tag, role, quoted, unitChanged ? 'prose' : outer.kind),
    unit: unitChanged ? found.unit : outer.unit,
    lang: element.getAttribute('lang') || element.getAttribute('xml:lang') || outer.lang,
    keepsNewlines: look.keepsNewlines,
    visible: look.visible,
    inLink: (unitChanged ? false : outer.inLink) || tag === 'a',
    inCode: outer.inCode || isCode(tag),
    inBody: unitChanged ? found.inBody : outer.inBody || found === 'body',
    inCentre: outer.inCentre || centre.elements.has(element),
  };
  // A post, its body or a quote may be inline elements; their texts are still not one.
  return { context, breaks: look.breaks || found !== null };
}

function kindOf(tag: string, role: string | null, quoted: boolean, outer: Block['kind']): Block['kind'] {
  if (isHeading(tag) || role === 'heading') return 'heading';
  if (quoted) return 'quote';
  if (outer === 'quote' || outer === 'heading') return outer;
  if (tag === 'figcaption' || tag === 'caption') return 'caption';
  if (tag === 'li' || tag === 'dd' || tag === 'dt') return 'list';
  return outer;
}

function isInlineMedia(tag: string): boolean {
  return tag === 'img' || tag === 'picture' || tag === 'svg' || tag === 'math' || tag === 'script';
}

/** The reader's own writing, and editors that would break if anything followed their nodes. */
function isEditable(element: Element): boolean {
  const value = element.getAttribute('contenteditable');
  return value !== null && value !== 'false';
}
