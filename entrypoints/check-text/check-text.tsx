import { useState } from 'preact/hooks';
import { PageHead } from '../../components/page-head.tsx';
import { paragraphsOf } from '../../lib/views/paragraphs.ts';
import { t } from '../../lib/views/words.ts';
import { Judgement } from './judgement.tsx';
import { TextField } from './text-field.tsx';

interface Props {
  given: { text: string; reason: string } | null;
}

/** Paste or drop a text; it is read here and shown with the same marks, card and list as a page. */
export function CheckText({ given }: Props) {
  const [text, setText] = useState(given?.text ?? '');
  const [isChecking, setChecking] = useState(given !== null);
  return (
    <div class="page check-text">
      <PageHead title={t('pageCheckText')} here="check-text" />
      {given?.reason && <p class="reason soft">{given.reason}</p>}
      {isChecking ? (
        <Judgement paragraphs={paragraphsOf(text)} onEdit={() => setChecking(false)} />
      ) : (
        <TextField text={text} onText={setText} onCheck={() => setChecking(true)} />
      )}
    </div>
  );
}
