/** Sites on which browsers let no extension run. */
const CLOSED_SITES = new Set([
  'chromewebstore.google.com',
  'chrome.google.com',
  'addons.mozilla.org',
  'microsoftedge.microsoft.com',
]);

/** Whether an extension may read the page at an address; an address we cannot see is tried. */
export function isCheckable(address: string | undefined): boolean {
  if (!address) return true;
  const url = URL.parse(address);
  if (!url) return false;
  if (url.protocol === 'file:') return true;
  return /^https?:$/.test(url.protocol) && !CLOSED_SITES.has(url.hostname);
}

/** Whether an address is that of a PDF file: the browser's viewer shows it, and gives extensions no text of it. */
export function isPdf(address: string | undefined): boolean {
  return /\.pdf$/i.test(URL.parse(address ?? '')?.pathname ?? '');
}
