import { fakeBrowser } from 'wxt/testing/fake-browser';
import messages from '../../../public/_locales/en/messages.json' with { type: 'json' };

/** Gives the fake browser the English texts, as the real one would read them. */
export function speakEnglish(): void {
  const texts = messages as Record<string, { message: string }>;
  const getMessage = (key: string, substitutions: string[] = []): string =>
    (texts[key]?.message ?? '').replace(/\$(\d)/g, (_, n: string) => substitutions[Number(n) - 1] ?? '');
  Object.assign(fakeBrowser.i18n, { getMessage, getUILanguage: () => 'en' });
}
