import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { parseRegistry, sourcesOf } from './lib/models/registry.ts';

const POLICY = ["script-src 'self' 'wasm-unsafe-eval'", "object-src 'none'"];

/** The list of optional models, which is in the package as it is. */
const REGISTRY = 'lib/models/registry.json';
const optional = sourcesOf(parseRegistry(JSON.parse(readFileSync(REGISTRY, 'utf8'))));

// The browser itself keeps our pages and workers from speaking to any server, but for the optional models' files.
// Development needs one, for its reloads.
const CLOSED = [
  "default-src 'self'",
  ["connect-src 'self' blob: data:", ...optional].join(' '),
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

export default defineConfig({
  manifestVersion: 3,
  // Every name is imported where it is used, so that a reader sees where it comes from.
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  hooks: {
    'build:publicAssets': (_, files) => {
      files.push({ absoluteSrc: resolve(REGISTRY), relativeDest: 'models/registry.json' });
    },
  },
  vite: () => ({
    plugins: [preact()],
    // ONNX Runtime without its WASM inside the bundle: the engine's worker loads it from /ort/.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm'] },
    build: { target: 'es2022' },
  }),
  manifest: ({ browser, command }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: [
      'activeTab',
      'contextMenus',
      'scripting',
      'storage',
      ...(browser === 'firefox' ? [] : ['offscreen', 'sidePanel']),
    ],
    // Asked for one site at a time, when the reader wants that site checked by itself, or a model from there.
    optional_host_permissions: ['*://*/*'],
    commands: {
      'check-page': {
        suggested_key: { default: 'Alt+Shift+L' },
        description: '__MSG_commandCheckPage__',
      },
      'next-mark': { suggested_key: { default: 'Alt+Shift+J' }, description: '__MSG_commandNextMark__' },
      'previous-mark': {
        suggested_key: { default: 'Alt+Shift+K' },
        description: '__MSG_commandPreviousMark__',
      },
      'toggle-marks': {
        suggested_key: { default: 'Alt+Shift+H' },
        description: '__MSG_commandToggleMarks__',
      },
      'check-selection': { description: '__MSG_commandCheckSelection__' },
      'check-text': { description: '__MSG_commandCheckText__' },
    },
    content_security_policy: {
      extension_pages: [...POLICY, ...(command === 'build' ? CLOSED : [])].join('; '),
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'telltale@telltale.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '128', storage: { managed_schema: 'managed-schema.json' } }),
    // Together these give the offscreen document's worker shared memory, which WASM threads need.
    ...(browser === 'firefox'
      ? {}
      : {
          cross_origin_embedder_policy: { value: 'require-corp' },
          cross_origin_opener_policy: { value: 'same-origin' },
        }),
  }),
});
