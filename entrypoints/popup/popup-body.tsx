import type { ViewOrder } from '../../lib/protocol/messages.ts';
import type { PopupState } from '../../lib/views/popup-state.ts';
import { useShortcut } from '../../lib/views/use-shortcut.ts';
import { t } from '../../lib/views/words.ts';
import { Checking } from './checking.tsx';
import { Result } from './result.tsx';

interface Props {
  state: PopupState;
  onCheck(): void;
  onOrder(order: ViewOrder): void;
}

/** One screen per state. */
export function PopupBody({ state, onCheck, onOrder }: Props) {
  switch (state.kind) {
    case 'opening':
      return <div class="screen" />;
    case 'unchecked':
      return (
        <Screen title={t('uncheckedTitle')} text={t('uncheckedText')}>
          <Check label={t('check')} onCheck={onCheck} />
        </Screen>
      );
    case 'starting':
      return <Screen title={t('startingTitle')} text={t('startingText')} busy />;
    case 'cannot':
      return <Screen title={t('cannotTitle')} text={state.reason} />;
    case 'failed':
      return (
        <Screen title={t('failedTitle')} text={state.reason} advice={t('failedAdvice')}>
          <Check label={t('tryAgain')} onCheck={onCheck} />
        </Screen>
      );
    case 'nothing':
      return (
        <Screen title={t('headlineNothing')} text={t('nothingText')}>
          <Check label={t('checkAgain')} onCheck={onCheck} quiet />
        </Screen>
      );
    case 'checking':
      return <Checking page={state.page} onOrder={onOrder} />;
    case 'stopped':
    case 'done':
      return (
        <Result page={state.page} stopped={state.kind === 'stopped'} onCheck={onCheck} onOrder={onOrder} />
      );
  }
}

interface ScreenProps {
  title: string;
  text: string;
  advice?: string;
  busy?: boolean;
  children?: preact.ComponentChildren;
}

function Screen({ title, text, advice, busy, children }: ScreenProps) {
  return (
    <div class="screen" aria-busy={busy}>
      <div>
        <h1>{title}</h1>
        <p class="soft">{text}</p>
        {advice && <p class="soft">{advice}</p>}
      </div>
      {children}
    </div>
  );
}

function Check({ label, quiet, onCheck }: { label: string; quiet?: boolean; onCheck(): void }) {
  const keys = useShortcut('check-page');
  return (
    <button type="button" class={quiet ? 'button' : 'button primary wide'} onClick={onCheck}>
      {label} {keys && !quiet && <kbd>{keys}</kbd>}
    </button>
  );
}
