import { useEffect, useRef } from 'preact/hooks';
import type { CardContent } from '../card/content.ts';
import { mountCard } from '../card/mount.tsx';

const callbacks = {
  onClose() {},
  onHoverSentence() {},
  onCopy: () => true,
  onWrong: () => 'kept' as const,
  onStopSite() {},
  onAskSecond() {},
};

/** A paragraph of a page with the card beside it, mounted as on a real page. */
export function CardFrame({ content, height = '30rem' }: { content: CardContent; height?: string }) {
  const host = useRef<HTMLDivElement>(null);
  const passage = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const root = host.current?.shadowRoot ?? host.current?.attachShadow({ mode: 'open' });
    if (!root || !passage.current) return;
    const range = document.createRange();
    range.selectNodeContents(passage.current);
    const handle = mountCard(root, content, callbacks, [...range.getClientRects()]);
    return () => handle.close();
  });
  return (
    <div
      class="card-frame"
      style={{ height, width: '68rem', padding: '1.5rem 4rem', boxSizing: 'border-box' }}
    >
      <p ref={passage} style={{ font: '1rem/1.6 var(--serif)', maxWidth: '36rem' }}>
        {content.text}
      </p>
      <div ref={host} />
    </div>
  );
}
