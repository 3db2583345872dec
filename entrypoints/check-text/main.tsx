import { render } from 'preact';
import { browser } from 'wxt/browser';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/button.css';
import '../../components/fields.css';
import { askBackground } from '../../lib/views/ask.ts';
import { dressPage, t } from '../../lib/views/words.ts';
import { CheckText } from './check-text.tsx';
import { SAMPLE } from './sample.ts';
import './check-text.css';

dressPage('pageCheckText');
void askBackground({ type: 'warm' });
const app = document.getElementById('app');
if (app) render(<CheckText given={await takeGiven()} />, app);

/** The text that the reader selected where no script may run, and why it is shown here. Taken once. */
async function takeGiven(): Promise<{ text: string; reason: string } | null> {
  if (location.hash === '#sample') return { text: SAMPLE, reason: t('sampleReason') };
  const { textToCheck } = await browser.storage.session.get('textToCheck');
  await browser.storage.session.remove('textToCheck');
  if (typeof textToCheck !== 'object' || textToCheck === null) return null;
  const { text, reason } = textToCheck as Record<string, unknown>;
  return typeof text === 'string' && text.trim() ? { text, reason: String(reason ?? '') } : null;
}
