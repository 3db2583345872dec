import { render } from 'preact';
import { currentTab } from '../../lib/views/current-tab.ts';
import { linkTab } from '../../lib/views/tab-link.ts';
import { dressPage } from '../../lib/views/words.ts';
import { Popup } from './popup.tsx';

const app = document.getElementById('popup');
const tab = await currentTab();
dressPage();
if (app && tab) {
  const gone = new AbortController();
  addEventListener('pagehide', () => gone.abort());
  render(<Popup tab={tab} link={linkTab(tab.id, gone.signal)} />, app);
}
