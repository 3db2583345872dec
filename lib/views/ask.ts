import { browser } from 'wxt/browser';
import {
  type EngineQuestion,
  type EngineReport,
  type Outcome,
  parse,
  schemas,
  type ViewRequest,
} from '../protocol/messages.ts';
import { t } from './words.ts';

// A service worker may end between question and answer; the next question starts it again. All requests may be repeated.
const ATTEMPTS = 3;

/** Asks the background for something. A background that does not answer is a reason like any other. */
export async function askBackground(request: ViewRequest): Promise<Outcome> {
  let reason = t('noAnswer');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const answer: unknown = await browser.runtime.sendMessage(request);
      if (isOutcome(answer)) return answer;
    } catch (error) {
      if (error instanceof Error) reason = error.message;
    }
  }
  return { ok: false, reason };
}

function isOutcome(answer: unknown): answer is Outcome {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  return answer.ok === true || ('reason' in answer && typeof answer.reason === 'string');
}

/** Asks what the engine is and does; null where the background does not say. */
export async function askEngine(question: EngineQuestion): Promise<EngineReport | null> {
  const answer: unknown = await browser.runtime.sendMessage(question).catch(() => null);
  return parse(schemas.engineReport, answer);
}
