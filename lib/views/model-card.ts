import { browser } from 'wxt/browser';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import type { Figures } from './figures.ts';
import { readFigures } from './model-figures.ts';

/** What the pages show of a model; see `model.json`. */
export interface ModelCard {
  id: string;
  version: string;
  name: string;
  languages: string[];
  /** What was measured, and what it was trained on. */
  figures: Figures;
}

/** The bundled model's card; null where no model is there. */
export async function loadModelCard(): Promise<ModelCard | null> {
  const address = browser.runtime.getURL(`/models/${BUNDLED_MODEL}/model.json` as '/popup.html');
  const json: unknown = await fetch(address)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (typeof json !== 'object' || json === null) return null;
  return readModelCard(json as Record<string, unknown>);
}

export function readModelCard(json: Record<string, unknown>): ModelCard {
  const { id, version, name, languages } = json;
  return {
    id: String(id),
    version: String(version),
    name: String(name),
    languages: Array.isArray(languages) ? languages.map(String) : [],
    figures: readFigures(json),
  };
}
