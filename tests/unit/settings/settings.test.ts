import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, readSettings } from '../../../lib/settings/settings.ts';
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
