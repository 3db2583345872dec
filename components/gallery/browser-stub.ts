import messages from '../../public/_locales/en/messages.json';

// Enough of the extension API to render components in an ordinary page: `import` this before anything else.

const texts = messages as Record<string, { message: string }>;

function getMessage(key: string, substitutions: string[] = []): string {
  return (texts[key]?.message ?? '').replace(/\$(\d)/g, (_, n: string) => substitutions[Number(n) - 1] ?? '');
}

const event = { addListener() {}, removeListener() {} };

Object.assign(globalThis, {
  chrome: {
    runtime: { id: 'gallery', sendMessage: async () => ({ ok: true }), openOptionsPage: async () => {} },
    i18n: { getMessage, getUILanguage: () => 'en' },
    storage: { local: { get: async () => ({}), set: async () => {}, onChanged: event } },
  },
});
