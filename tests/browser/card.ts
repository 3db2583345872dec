import type { CDPSession, Page } from 'playwright-core';

interface DomNode {
  backendNodeId: number;
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
  const card = find(root, ({ nodeName }) => nodeName === 'TELLTALE-CARD');
  return card && textOf(card);
}

/** Waits until the card says something that matches. */
export async function waitForCard(page: Page, wanted: RegExp): Promise<string> {
  for (let text = await cardText(page); ; text = await cardText(page)) {
    if (text !== null && wanted.test(text)) return text;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Clicks the button of the card that says this. */
export async function clickInCard(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { root } = await readTree(session);
  const button = find(root, (node) => node.nodeName === 'BUTTON' && textOf(node) === text);
  if (!button) throw new Error(`The card has no button “${text}”.`);
  await session.send('DOM.scrollIntoViewIfNeeded', { backendNodeId: button.backendNodeId });
  const { model } = await session.send('DOM.getBoxModel', { backendNodeId: button.backendNodeId });
  await session.detach();
  const [left = 0, top = 0] = model.content;
  await page.mouse.click(left + model.width / 2, top + model.height / 2);
}

async function readTree(session: CDPSession): Promise<{ root: DomNode }> {
  return session.send('DOM.getDocument', { depth: -1, pierce: true });
}

function find(node: DomNode, isWanted: (node: DomNode) => boolean): DomNode | null {
  if (isWanted(node)) return node;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
    const found = find(child, isWanted);
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
