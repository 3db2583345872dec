import { TelltaleSign } from '../../components/telltale-sign.tsx';
import { t } from '../../lib/views/words.ts';

interface Props {
  title: string | undefined;
  /** Left out while nothing can be stopped. */
  onStop?: (() => void) | undefined;
}

export function PanelHead({ title, onStop }: Props) {
  return (
    <header class="masthead">
      <span class="name">
        <TelltaleSign /> Telltale
      </span>
      <span class="page-title soft small">{title}</span>
      {onStop && (
        <button type="button" class="button quiet" onClick={onStop}>
          {t('stop')}
        </button>
      )}
    </header>
  );
}
