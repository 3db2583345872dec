import { render } from 'preact';
import { currentTab } from '../../lib/views/current-tab.ts';
import { liveSettings } from '../../lib/views/settings-signal.ts';
import { linkTab } from '../../lib/views/tab-link.ts';
import { dressPage } from '../../lib/views/words.ts';
import { Popup } from './popup.tsx';

dressPage();
const app = document.getElementById('popup');
const gone = new AbortController();
addEventListener('pagehide', () => gone.abort());
const [tab, settings] = await Promise.all([currentTab(), liveSettings(gone.signal)]);
if (app && tab) render(<Popup tab={tab} link={linkTab(tab.id, gone.signal)} settings={settings} />, app);
