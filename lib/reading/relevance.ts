/** Clocks, counters and tickers change less text than this; sentences are longer. */
const SHORTEST_TEXT = 20;

/** Text grows letter by letter in few nodes; a container of many is judged by what was added to it. */
const FEW_CHILDREN = 50;

/** Whether changes of the page can have changed its running text. Wrong now and then, and then a pass finds nothing. */
export function areRelevant(records: readonly MutationRecord[]): boolean {
  return records.some(isRelevant);
}

function isRelevant({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === 'characterData') return holdsText(target) || holdsText(target.parentNode);
  if (type === 'attributes') return target.firstChild !== null && (!isSmall(target) || holdsText(target));
  if (anyHoldsText(addedNodes) || anyHoldsText(removedNodes)) return true;
  // A few letters more in a paragraph: an answer that is being written while one watches.
  return addedNodes.length + removedNodes.length > 0 && isSmall(target) && holdsText(target);
}

function anyHoldsText(nodes: NodeList): boolean {
  for (const node of nodes) if (holdsText(node)) return true;
  return false;
}

export function holdsText(node: Node | null): boolean {
  if (!node || (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.TEXT_NODE)) return false;
  return (node.textContent?.trim().length ?? 0) >= SHORTEST_TEXT;
}

const isSmall = (node: Node): boolean => node instanceof Element && node.childElementCount < FEW_CHILDREN;
