import { browser } from 'wxt/browser';

interface PanelApis {
  sidePanel?: { open(options: { tabId: number }): Promise<void> };
  sidebarAction?: { open(): Promise<void> };
}

/** Opens the list beside the page. Both browsers allow it only inside a click. */
export async function openPanel(tabId: number): Promise<void> {
  const { sidePanel, sidebarAction } = browser as unknown as PanelApis;
  if (sidePanel) await sidePanel.open({ tabId });
  else await sidebarAction?.open();
}
