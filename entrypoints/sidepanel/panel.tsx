import { Announcer } from '../../components/announcer.tsx';
import type { ViewedTab } from '../../lib/views/current-tab.ts';
import { stateWords } from '../../lib/views/state-words.ts';
import type { TabLink } from '../../lib/views/tab-link.ts';
import { useCheck } from '../../lib/views/use-check.ts';
import { PopupBody } from '../popup/popup-body.tsx';
import '../popup/popup.css';
import { PanelHead } from './panel-head.tsx';
import { Report } from './report.tsx';

interface Props {
  tab: ViewedTab;
  link: TabLink;
}

/** The whole page as a list beside it; live while the page grows. */
export function Panel({ tab, link }: Props) {
  const { state, check } = useCheck(tab, link);
  const now = state.value;
  const hasPage = 'page' in now && now.page.passages.length > 0;
  return (
    <div class="panel">
      <Announcer text={stateWords(now)} />
      <PanelHead
        title={tab.title}
        onStop={now.kind === 'checking' ? () => link.send({ type: 'stop' }) : undefined}
      />
      {hasPage ? (
        <Report
          page={now.page}
          isChecking={now.kind === 'checking'}
          tab={tab}
          onCheck={check}
          onOrder={link.send}
        />
      ) : (
        <PopupBody state={now} onCheck={check} onOrder={link.send} />
      )}
    </div>
  );
}
