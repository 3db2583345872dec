// Enough of the extension API to render components in an ordinary page: `import` this before anything else.

import registry from '../../lib/models/registry.json';

type Messages = Record<string, { message: string }>;

const LOCALES = import.meta.glob<Messages>('../../public/_locales/*/messages.json', {
  import: 'default',
  eager: true,
});

// `?popup-done#de` shows a scene in German.
const locale = location.hash.slice(1) || 'en';
const texts = LOCALES[`../../public/_locales/${locale}/messages.json`] ?? {};

function getMessage(key: string, substitutions: string[] = []): string {
  return (texts[key]?.message ?? '').replace(/\$(\d)/g, (_, n: string) => substitutions[Number(n) - 1] ?? '');
}

const event = { addListener() {}, removeListener() {} };

const REPORT = {
  status: { phase: 'ready', backend: 'wasm', threads: 2, failure: null },
  model: { id: 'telltale-en', version: '1.0.0' },
  speeds: [
    { backend: 'wasm', threads: 1, passageMs: 71, unusable: null },
    { backend: 'wasm', threads: 2, passageMs: 43, unusable: null },
  ],
  remembered: 1284,
};

const stored: Record<string, unknown> = {
  settings: { sites: { 'https://forum.example': 'always', 'https://bank.example': 'never' } },
};

const COMMANDS = [
  { name: 'check-page', description: 'Check this page', shortcut: 'Alt+Shift+A' },
  { name: 'next-mark', description: 'Go to the next mark', shortcut: 'Alt+Shift+N' },
  { name: 'previous-mark', description: 'Go to the previous mark', shortcut: 'Alt+Shift+P' },
  { name: 'toggle-marks', description: 'Hide or show the marks', shortcut: 'Alt+Shift+H' },
  { name: 'check-selection', description: 'Check the selected text', shortcut: '' },
];

async function sendMessage(message: { type: string }): Promise<unknown> {
  return /engine|measure|forget/.test(message.type) ? REPORT : { ok: true };
}

/** The list of models lies in the package; here it comes from its source. */
function getURL(path: string): string {
  const isList = path === '/models/registry.json';
  return isList ? `data:application/json,${encodeURIComponent(JSON.stringify(registry))}` : path;
}

Object.assign(globalThis, {
  chrome: {
    runtime: { id: 'gallery', sendMessage, getURL, openOptionsPage: async () => {} },
    i18n: { getMessage, getUILanguage: () => locale.replace('_', '-') },
    commands: { getAll: async () => COMMANDS },
    permissions: { request: async () => true, remove: async () => true, contains: async () => false },
    storage: {
      local: { get: async (key: string) => ({ [key]: stored[key] }), set: async () => {}, onChanged: event },
      managed: { get: async () => ({}) },
    },
  },
});
