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

/** Asks the background for something. A background that does not answer is a reason like any other. */
export async function askBackground(request: ViewRequest): Promise<Outcome> {
  try {
    const answer: unknown = await browser.runtime.sendMessage(request);
    return isOutcome(answer) ? answer : { ok: false, reason: t('noAnswer') };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : t('noAnswer') };
  }
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
