import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import {
  changeSettings,
  DEFAULT_SETTINGS,
  importedSettings,
  loadSettings,
  readSettings,
} from '../../../lib/settings/settings.ts';
import { patternOf, ruleFor, siteOf } from '../../../lib/settings/sites.ts';

describe('stored settings', () => {
  it('are the defaults where nothing was stored', () => {
    expect(readSettings(undefined)).toEqual(DEFAULT_SETTINGS);
  });

  it('lose only the values that are not valid', () => {
    expect(readSettings({ markStyle: 'fireworks', minWords: 80, threads: -1, unknown: 1 })).toEqual({
      ...DEFAULT_SETTINGS,
      minWords: 80,
    });
  });

  it('cannot bring in names from the object prototype', () => {
    expect(readSettings(JSON.parse('{"__proto__": {"minWords": 9}, "constructor": 1}'))).toEqual(
      DEFAULT_SETTINGS,
    );
  });

  it('can all be set by an administrator', () => {
    const schema = JSON.parse(readFileSync('public/managed-schema.json', 'utf8'));
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  });
});

describe('settings from a file', () => {
  beforeEach(() => fakeBrowser.reset());

  it('are none where the file is not one of settings', () => {
    const others = [null, 7, 'minWords', [], [{ minWords: 80 }], {}, { name: 'other', version: '1.0' }];
    for (const other of others) expect(importedSettings(other)).toBeNull();
    expect(importedSettings({ minWords: -1, unknown: 1 })).toBeNull();
  });

  it('are those that it names, and change nothing else', async () => {
    const sites = { 'https://forum.example': 'never' as const };
    await changeSettings({ sites, minWords: 50 });
    const found = importedSettings({ minWords: 80, markStyle: 'fireworks', unknown: 1 });
    expect(found).toEqual({ minWords: 80 });
    await changeSettings(found ?? {});
    expect(await loadSettings()).toEqual({ ...DEFAULT_SETTINGS, sites, minWords: 80 });
  });

  it('are all of them where all were exported', async () => {
    const own = { ...DEFAULT_SETTINGS, threads: 2, languages: ['en'], memoryDays: 0 };
    expect(importedSettings(JSON.parse(JSON.stringify(own)))).toEqual(own);
  });
});

describe("an administrator's settings", () => {
  const never = new Promise<never>(() => undefined);
  const managed = (answer: () => Promise<unknown>) =>
    vi.spyOn(fakeBrowser.storage.managed, 'get').mockImplementation(answer as never);
  const remembered = async () => (await fakeBrowser.storage.local.get('policy')).policy;

  beforeEach(() => {
    vi.restoreAllMocks();
    fakeBrowser.reset();
  });

  it('go before the own ones', async () => {
    await fakeBrowser.storage.local.set({ settings: { minWords: 50, markStyle: 'margin' } });
    managed(async () => ({ minWords: 80 }));
    expect(await loadSettings()).toMatchObject({ minWords: 80, markStyle: 'margin' });
  });

  it('hold at once in a browser that does not know them yet, as they were the last time', async () => {
    managed(async () => ({ minWords: 80 }));
    await loadSettings();
    await expect.poll(remembered).toEqual({ minWords: 80 });
    managed(() => never);
    expect(await loadSettings()).toMatchObject({ minWords: 80 });
  });

  it('are waited for where they were never known', async () => {
    managed(() => never);
    const late = new Promise((resolve) => setTimeout(() => resolve('still waiting'), 50));
    expect(await Promise.race([loadSettings(), late])).toBe('still waiting');
  });

  it('take effect when they have changed, or are gone', async () => {
    for (const policy of [{ minWords: 80 }, { threads: 2 }, {}]) {
      managed(async () => policy);
      await loadSettings();
      await expect.poll(remembered).toEqual(policy);
      expect(await loadSettings()).toEqual({ ...DEFAULT_SETTINGS, ...policy });
    }
  });
});

describe('site rules', () => {
  it('are about an origin', () => {
    expect(siteOf('https://forum.example/t/12?x#y')).toBe('https://forum.example');
    expect(siteOf('file:///tmp/a.html')).toBeNull();
    expect(siteOf(undefined)).toBeNull();
    expect(siteOf('https://not a site')).toBeNull();
  });

  it('ask for all pages of a host, without its port', () => {
    expect(patternOf('http://localhost:8080')).toBe('http://localhost/*');
  });

  it('hold for every page of the site', () => {
    const settings = { ...DEFAULT_SETTINGS, sites: { 'https://forum.example': 'never' as const } };
    expect(ruleFor(settings, 'https://forum.example/a')).toBe('never');
    expect(ruleFor(settings, 'https://example/a')).toBeNull();
  });
});
