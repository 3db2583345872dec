import { browser } from 'wxt/browser';
import { changeSettings, loadSettings, type Settings, type SiteRule } from './settings.ts';

// Rules for sites. A site is an origin; "always" comes with the browser's permission to read that origin.

/** The origin that a rule is about; null for addresses that are no site. */
export function siteOf(address: string | undefined): string | null {
  const url = address ? URL.parse(address) : null;
  // Chrome takes spaces and other signs into a host's name, encoded.
  return url && /^https?:$/.test(url.protocol) && !url.hostname.includes('%') ? url.origin : null;
}

export function ruleFor(settings: Settings, address: string | undefined): SiteRule | null {
  const site = siteOf(address);
  return site === null ? null : (settings.sites[site] ?? null);
}

/** The match pattern by which browsers name all pages of a site. Ports are not part of it. */
export function patternOf(site: string): string {
  const { protocol, hostname } = new URL(site);
  return `${protocol}//${hostname}/*`;
}

/** Asks the browser for a site; must be called in the click itself, before anything is awaited. */
export function requestSite(site: string): Promise<boolean> {
  return browser.permissions.request({ origins: [patternOf(site)] });
}

/** Writes down a rule, or takes it away; a site that is no longer "always" gives its permission back. */
export async function setSiteRule(site: string, rule: SiteRule | null): Promise<Settings> {
  const { sites } = await loadSettings();
  const { [site]: _, ...others } = sites;
  const next = await changeSettings({ sites: rule ? { ...others, [site]: rule } : others });
  if (rule !== 'always') await browser.permissions.remove({ origins: [patternOf(site)] }).catch(() => false);
  return next;
}
