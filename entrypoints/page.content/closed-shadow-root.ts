import { browser } from 'wxt/browser';

declare global {
  interface Element {
    /** Firefox: what `dom.openOrClosedShadowRoot` is in Chrome. */
    readonly openOrClosedShadowRoot?: ShadowRoot | null;
  }
}

/** The shadow root of an element even where the page keeps it closed; extensions may look inside. */
export function openClosedShadowRoot(host: HTMLElement): ShadowRoot | null {
  if (host.shadowRoot) return host.shadowRoot;
  if ('openOrClosedShadowRoot' in host) return host.openOrClosedShadowRoot ?? null;
  const { dom } = browser as unknown as {
    dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
  };
  return dom?.openOrClosedShadowRoot(host) ?? null;
}
