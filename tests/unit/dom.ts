import { parseHTML } from 'linkedom';
import { vi } from 'vitest';

/** Gives Preact a document to draw in, and an element of it. `vi.unstubAllGlobals()` takes it away. */
export function startDom(): HTMLElement {
  const { document } = parseHTML('<html><body><main></main></body></html>');
  vi.stubGlobal('document', document);
  return document.querySelector('main') as unknown as HTMLElement;
}
