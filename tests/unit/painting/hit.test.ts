import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HitIndex, type Target } from '../../../lib/painting/hit.ts';

/** What the hit test sees of a shadow tree. */
class FakeShadowRoot {}
const page = {};

/** What a browser does: it names a text of a shadow tree only where it was told of that tree. */
let under: Node | null = null;
let told: readonly ShadowRoot[] = [];

function textIn(root: object): Node {
  return { getRootNode: () => root } as unknown as Node;
}

function target(id: string, ...texts: Node[]): Target {
  const rect = { left: 0, right: 100, top: 0, bottom: 20 };
  const ranges = texts.map((startContainer) => ({ startContainer, getClientRects: () => [rect] }));
  return { id, ranges: ranges as unknown as Range[] };
}

beforeEach(() => {
  vi.stubGlobal('ShadowRoot', FakeShadowRoot);
  vi.stubGlobal('document', {
    caretPositionFromPoint(_x: number, _y: number, options: { shadowRoots: ShadowRoot[] }) {
      told = options.shadowRoots;
      const root = under?.getRootNode();
      const isSeen = !(root instanceof ShadowRoot) || told.includes(root);
      return { offsetNode: isSeen ? under : textIn(page) };
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

describe('the hit test', () => {
  it('finds the passage whose text is there, and none beside its lines', () => {
    const hits = new HitIndex();
    under = textIn(page);
    hits.add(target('a', under));
    expect(hits.at(50, 10)).toBe('a');
    expect(hits.at(50, 60)).toBeNull();
    expect(told).toEqual([]);
  });

  it('finds passages inside shadow trees', () => {
    const hits = new HitIndex();
    const [first, second] = [textIn(new FakeShadowRoot()), textIn(new FakeShadowRoot())];
    hits.add(target('a', first));
    under = first;
    expect(hits.at(50, 10)).toBe('a');
    hits.add(target('b', second));
    under = second;
    expect(hits.at(50, 10)).toBe('b');
  });

  it('names each shadow tree once, and forgets it with the last passage in it', () => {
    const hits = new HitIndex();
    const root = new FakeShadowRoot();
    const [a, b] = [target('a', textIn(root), textIn(root)), target('b', textIn(root))];
    hits.add(a);
    // Painted again.
    hits.add(a);
    hits.add(b);
    hits.at(0, 0);
    expect(told).toEqual([root]);
    hits.remove(a);
    hits.at(0, 0);
    expect(told).toEqual([root]);
    // The page may have taken the tree away before.
    for (const range of b.ranges) vi.spyOn(range.startContainer, 'getRootNode').mockReturnValue({} as Node);
    hits.remove(b);
    hits.at(0, 0);
    expect(told).toEqual([]);
  });
});
