import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/button.css';
import '../../components/fields.css';
import { currentTab, type ViewedTab } from '../../lib/views/current-tab.ts';
import { linkTab, type TabLink } from '../../lib/views/tab-link.ts';
import { dressPage } from '../../lib/views/words.ts';
import { Panel } from './panel.tsx';
import './panel.css';

interface Viewed {
  tab: ViewedTab;
  link: TabLink;
}

dressPage();
const viewed = signal<Viewed | null>(null);
let leave = new AbortController();

/** Follows the tab in front; the panel stays while tabs and pages change under it. */
async function follow(): Promise<void> {
  const tab = await currentTab();
  const known = viewed.peek();
  if (known && tab && known.tab.id === tab.id) return followOn(known.link, tab);
  leave.abort();
  leave = new AbortController();
  viewed.value = tab && { tab, link: linkTab(tab.id, leave.signal) };
}

/** A line that is live hears by itself what becomes of the page; it closes when the tab goes to another one. */
function followOn(link: TabLink, tab: ViewedTab): void {
  viewed.value = { tab, link };
  if (link.state.peek() !== 'live') link.connect();
}

browser.tabs.onActivated.addListener(() => void follow());
browser.tabs.onUpdated.addListener((tabId, { status }) => {
  if (status === 'complete' && tabId === viewed.peek()?.tab.id) void follow();
});
addEventListener('pagehide', () => leave.abort());
await follow();

function FollowedPanel() {
  const now = viewed.value;
  return now && <Panel key={now.tab.id} tab={now.tab} link={now.link} />;
}

const app = document.getElementById('app');
if (app) render(<FollowedPanel />, app);
