import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import config from '../../wxt.config.ts';

// A new permission needs a reason in PRIVACY.md, and then a place in these lists.

interface Manifest {
  permissions: string[];
  optional_host_permissions: string[];
  content_security_policy: { extension_pages: string };
  [key: string]: unknown;
}

/** The only addresses in the world that our pages can reach, and where the Hub's redirects from there lead. */
const MODELS = [
  'https://huggingface.co/onnx-community/tmr-ai-text-detector-ONNX/resolve/b9aa251e5bcda7e429fcc936767d921435945b60/',
  'https://*.hf.co',
  'https://*.huggingface.co',
];

const COMMON = ['activeTab', 'contextMenus', 'scripting', 'storage'];
const ALL = [...COMMON, 'offscreen', 'sidePanel'];

function manifestFor(browser: string): Manifest {
  const { manifest } = config;
  if (typeof manifest !== 'function') throw new Error('The manifest is no longer made by a function.');
  const env = { browser, manifestVersion: 3 as const, mode: 'production', command: 'build' as const };
  return manifest(env as Parameters<typeof manifest>[0]) as unknown as Manifest;
}

describe.each([
  ['chrome', ALL],
  ['edge', ALL],
  ['firefox', COMMON],
])('the manifest for %s', (browser, permissions) => {
  const manifest = manifestFor(browser);

  it('asks for these permissions and no others', () => {
    expect([...manifest.permissions].sort()).toEqual([...permissions].sort());
  });

  it('asks for hosts one site at a time, and never at install', () => {
    expect(manifest.optional_host_permissions).toEqual(['*://*/*']);
    for (const key of ['host_permissions', 'optional_permissions', 'content_scripts'])
      expect(manifest).not.toHaveProperty(key);
  });

  it('opens nothing to web pages or other extensions', () => {
    for (const key of ['web_accessible_resources', 'externally_connectable'])
      expect(manifest).not.toHaveProperty(key);
  });

  it('has the browser keep its pages from other code, and from every server but for the pinned models', () => {
    const policy = manifest.content_security_policy.extension_pages.split('; ');
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("default-src 'self'");
    const connect = policy.filter((directive) => directive.startsWith('connect-src'));
    expect(connect).toEqual([["connect-src 'self' blob: data:", ...MODELS].join(' ')]);
    const others = policy.filter((directive) => !connect.includes(directive));
    expect(others.join(' ')).not.toMatch(/https?:|wss?:|\*|unsafe-eval'(?<!wasm-unsafe-eval')/);
  });
});

describe('PRIVACY.md', () => {
  it.each(ALL)('gives a reason for the permission %s', (permission) => {
    expect(readFileSync('PRIVACY.md', 'utf8')).toMatch(
      new RegExp(`^\\| \`${permission}\` \\| .{20,} \\|$`, 'm'),
    );
  });
});
