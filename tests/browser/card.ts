import type { CDPSession, Page } from 'playwright-core';

interface DomNode {
  nodeName: string;
  nodeValue: string;
  children?: DomNode[];
  shadowRoots?: DomNode[];
}

/** The text of the card on the page, or null where none is shown. Its shadow root is closed to page scripts. */
export async function cardText(page: Page): Promise<string | null> {
  const session = await page.context().newCDPSession(page);
  const { root } = await readTree(session);
  await session.detach();
  const card = find(root, 'TELLTALE-CARD');
  return card && textOf(card);
}

/** Waits until the card says something that matches. */
export async function waitForCard(page: Page, wanted: RegExp): Promise<string> {
  for (let text = await cardText(page); ; text = await cardText(page)) {
    if (text !== null && wanted.test(text)) return text;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

async function readTree(session: CDPSession): Promise<{ root: DomNode }> {
  return session.send('DOM.getDocument', { depth: -1, pierce: true });
}

function find(node: DomNode, name: string): DomNode | null {
  if (node.nodeName === name) return node;
  for (const child of node.children ?? []) {
    const found = find(child, name);
    if (found) return found;
  }
  return null;
}

function textOf(node: DomNode): string {
  if (node.nodeName === 'STYLE') return '';
  const inside = [...(node.shadowRoots ?? []), ...(node.children ?? [])];
  return node.nodeName === '#text'
    ? node.nodeValue
    : inside.map(textOf).join(' ').replace(/\s+/g, ' ').trim();
}
