import { browser } from 'wxt/browser';
import { ContentScriptContext } from 'wxt/utils/content-script-context';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { Painter, type PainterLook } from '../../lib/painting/painter.ts';
import { nextStop } from '../../lib/painting/stops.ts';
import { type Order, parse, schemas, type ViewOrder } from '../../lib/protocol/messages.ts';
import { sensitivity } from '../../lib/reading/index.ts';
import { askPageSettings, type PageSettings, readPageSettings } from '../../lib/settings/page-settings.ts';
import { openClosedShadowRoot } from './closed-shadow-root.ts';
import type { Entry } from './entry.ts';
import { PageCheck } from './page-check.ts';
import { PassageCards } from './passage-cards.ts';
import { SelectionCard } from './selection-card.ts';
import { serveViews } from './view-ports.ts';

declare global {
  /** Set while a living content script is in this document; see `orderTab`. */
  var telltaleIsHere: boolean | undefined;
}

// Put into a page only when the reader asks for a check there, once per document.
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: true,
  // A page need not be told by a message that Telltale has come.
  noScriptStartedPostMessage: true,
  main(ctx) {
    // Two orders at once may each have brought a script; one is enough.
    if (globalThis.telltaleIsHere) return;
    globalThis.telltaleIsHere = true;
    const id = crypto.randomUUID();
    obeyNoFalseEnd(ctx.signal);
    ctx.onInvalidated(() => {
      globalThis.telltaleIsHere = false;
    });
    // Orders are heard from the first moment, and followed when the settings are known.
    const settings = readPageSettings({});
    const known = askPageSettings().then(apply);
    const painter = new Painter(lookOf(settings));
    const check = new PageCheck({
      painter,
      onChange: () => {
        views.publish();
        cards.refresh();
      },
      openShadowRoot: openClosedShadowRoot,
      settings,
    });
    const cards = new PassageCards({ check, painter, signal: ctx.signal });
    const selection = new SelectionCard({
      painter,
      signal: ctx.signal,
      hasSecondModel: () => check.hasSecondModel,
    });
    const views = serveViews({ signal: ctx.signal, describe: () => check.describe(id), obey });

    browser.runtime.onMessage.addListener((message: unknown, sender) => {
      // Pages cannot send here, other extensions can: only our own background is heard.
      if (sender.id !== browser.runtime.id || ctx.isInvalid) return;
      const order = parse(schemas.order, message);
      if (order) return known.then(() => follow(order));
    });
    ctx.onInvalidated(() => check.leave());

    /** Says whether the order is followed. */
    function follow(order: Order): boolean {
      if (order.type === 'check' && order.automatic && sensitivity(document)) return false;
      if (order.type === 'check') check.start(order.automatic);
      if (order.type === 'check-selection') selection.check();
      if (order.type === 'step') step(order.by);
      if (order.type === 'toggle-marks') showMarks(!painter.shown);
      if (order.type === 'settings') apply(readPageSettings(order.settings));
      return true;
    }

    function apply(changed: PageSettings): void {
      painter.setLook(lookOf(changed));
      check.follow(changed);
    }

    function obey(order: ViewOrder): void {
      if (order.type === 'stop') check.stop();
      if (order.type === 'show-marks') showMarks(order.shown);
      if (order.type === 'step') step(order.by);
      if (order.type === 'fold') check.fold(order.verdicts);
      if (order.type === 'go-to-unit' && order.document === id)
        scrollTo(check.unitElement(order.unit), 'start');
      if (order.type === 'go-to' && order.document === id) goTo(check.entries.get(order.passage) ?? null);
    }

    function showMarks(shown: boolean): void {
      painter.show(shown);
      views.publish();
    }

    function step(by: 1 | -1): void {
      // Frames share one order to step; only the top document follows it.
      if (window !== window.top) return;
      const marked = check.marked.map((entry) => ({ id: entry.passage.id, entry }));
      goTo(nextStop(marked, cards.current, by)?.entry ?? null);
    }

    function goTo(entry: Entry | null): void {
      const element = entry?.passage.blocks[0]?.element;
      if (!entry || !element) return;
      scrollTo(element, 'center');
      cards.open(entry.passage.id, 'keyboard');
    }
  },
});

/**
 * A newer script ends this one by an event on the document, and a page can send the same event. Ours comes only when
 * this script has lost its extension, so until then nothing may end it.
 */
function obeyNoFalseEnd(signal: AbortSignal): void {
  // Private in the types only.
  const { SCRIPT_STARTED_MESSAGE_TYPE: type } = ContentScriptContext as unknown as Record<string, string>;
  const stop = (event: Event): void => {
    if (browser.runtime?.id !== undefined) event.stopImmediatePropagation();
  };
  if (type) window.addEventListener(type, stop, { signal, capture: true });
}

function lookOf({ markStyle, markNoSigns }: PageSettings): PainterLook {
  return { style: markStyle, noSigns: markNoSigns };
}

function scrollTo(element: Element | null, block: ScrollLogicalPosition): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element?.scrollIntoView({ block, behavior: isStill ? 'instant' : 'smooth' });
}
