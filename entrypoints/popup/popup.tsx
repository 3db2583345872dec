import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/button.css';
import { Announcer } from '../../components/announcer.tsx';
import type { ViewedTab } from '../../lib/views/current-tab.ts';
import type { LiveSettings } from '../../lib/views/settings-signal.ts';
import { stateWords } from '../../lib/views/state-words.ts';
import type { TabLink } from '../../lib/views/tab-link.ts';
import { useCheck } from '../../lib/views/use-check.ts';
import './popup.css';
import { PopupBody } from './popup-body.tsx';
import { PopupFoot } from './popup-foot.tsx';
import { PopupHead } from './popup-head.tsx';
import { SiteSwitch } from './site-switch.tsx';

interface Props {
  tab: ViewedTab;
  link: TabLink;
  settings: LiveSettings;
}

export function Popup({ tab, link, settings }: Props) {
  const { state, check } = useCheck(tab, link);
  return (
    <>
      <Announcer text={stateWords(state.value)} />
      <PopupHead />
      <PopupBody state={state.value} onCheck={check} onOrder={link.send} />
      {state.value.kind !== 'cannot' && <SiteSwitch address={tab.url} settings={settings} />}
      <PopupFoot tabId={tab.id} />
    </>
  );
}
