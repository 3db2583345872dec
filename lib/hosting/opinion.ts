import { BUNDLED_MODEL } from '../models/bundled.ts';
import type { JudgeOptions } from '../models/foreign/classifier.ts';
import { openInstalledFolder } from '../models/installed.ts';
import { loadEngine, loadForeign, type Runtime } from '../models/load.ts';
import type { SecondOpinion } from '../protocol/messages.ts';
import { readBundled } from './open-model.ts';

export type Opinion = Extract<SecondOpinion, { phase: 'done' }>;

export interface OpinionOptions extends JudgeOptions {
  /** Sentences cost as many runs as there are of them, where the model gives no evidence by itself. */
  withSentences: boolean;
  /** Awaited between two runs of the model; may throw to give up. */
  between: () => Promise<void>;
}

/** A model that is asked about one passage at a time, and need not be calibrated. */
export type Opine = (text: string, options: OpinionOptions) => Promise<Opinion>;

/** @throws Error ready to be shown, where the model is not there or cannot be run */
export async function openOpinion(id: string, runtime: Runtime): Promise<Opine> {
  if (id === BUNDLED_MODEL) return byEngine(await loadEngine(readBundled, runtime.openEncoder));
  const { installed, model, read } = await openInstalledFolder(id);
  if (model.kind === 'telltale') return byEngine(await loadEngine(read, runtime.openEncoder), installed.name);
  const classifier = await loadForeign(model, read, runtime.openSession);
  return async (text, options) => {
    const { verdict, probability, words } = await classifier.score(text, options, options.between);
    const sentences = options.withSentences ? await classifier.sentences(text, options.between) : null;
    return { phase: 'done', name: installed.name, verdict, probability, words, sentences };
  };
}

/** Our own models have a verdict, and each sentence's evidence for nothing. */
function byEngine(engine: Awaited<ReturnType<typeof loadEngine>>, name = engine.manifest.name): Opine {
  return async (text, options) => {
    const score = await engine.full(engine.prepare(text), options, options.between);
    const { verdict, probability, words, sentences } = score;
    return { phase: 'done', name, verdict, probability, words, sentences };
  };
}
