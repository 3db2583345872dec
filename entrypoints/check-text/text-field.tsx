import { useState } from 'preact/hooks';
import { messageOf } from '../../lib/message-of.ts';
import { countWords } from '../../lib/reading/words.ts';
import { t, tCount } from '../../lib/views/words.ts';
import { FILE_TYPES, readFile } from './read-file.ts';

interface Props {
  text: string;
  onText(text: string): void;
  onCheck(): void;
}

export function TextField({ text, onText, onCheck }: Props) {
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState('');

  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      onText(await readFile(file));
      setProblem('');
    } catch (error) {
      setProblem(messageOf(error));
    }
  }

  function drop(event: DragEvent): void {
    setOver(false);
    const file = event.dataTransfer?.files[0];
    // Dropped text goes into the field by itself.
    if (!file) return;
    event.preventDefault();
    void take(file);
  }

  return (
    <div class="entry">
      <textarea
        class={isOver ? 'over' : ''}
        aria-label={t('textLabel')}
        placeholder={t('textPlaceholder')}
        rows={16}
        value={text}
        onInput={(e) => onText(e.currentTarget.value)}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        onKeyDown={(e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && text.trim() && onCheck()}
      />
      <div class="buttons">
        <button type="button" class="button primary" disabled={!text.trim()} onClick={onCheck}>
          {t('checkText')} <kbd>Ctrl ↵</kbd>
        </button>
        <label class="button file">
          {t('openFile')}
          <input
            type="file"
            class="unseen"
            accept={FILE_TYPES}
            onChange={(e) => take(e.currentTarget.files?.[0])}
          />
        </label>
        <span class="soft" role="status">
          {problem || (text.trim() && tCount('words', countWords(text)))}
        </span>
      </div>
      <p class="soft">{t('textStaysHere')}</p>
    </div>
  );
}
