import type { Detector } from '../detector/detector.ts';
import { messageOf } from '../message-of.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import { openInstalledFolder } from '../models/installed.ts';
import { loadDetector, loadEngine, type ReadFile, type Runtime } from '../models/load.ts';
import { readPackaged } from './packaged.ts';

/** A model that is ready to judge pages. */
export interface OpenedModel {
  engine: Detector;
  /** What this very model's scores are remembered under: anybody may give a model the name of another. */
  key: string;
  /** Why this is not the model that was chosen, ready to be shown. */
  notice?: string;
}

/** Opens the model that the reader has chosen; where that cannot be, the bundled one, and says why. */
export async function openChosen(id: string, runtime: Runtime): Promise<OpenedModel> {
  if (id === BUNDLED_MODEL) return openBundled(runtime);
  try {
    return await openInstalled(id, runtime);
  } catch (error) {
    return {
      ...(await openBundled(runtime)),
      notice: messageOf(error),
    };
  }
}

async function openBundled(runtime: Runtime): Promise<OpenedModel> {
  const engine = await loadEngine(readBundled, runtime.openEncoder);
  return { engine, key: `${engine.manifest.id} ${engine.manifest.version}` };
}

async function openInstalled(id: string, runtime: Runtime): Promise<OpenedModel> {
  const { installed, model, read } = await openInstalledFolder(id);
  const engine = await loadDetector(model, read, runtime);
  // Now, while there is another one to fall back to.
  await engine.warm();
  return { engine, key: `${id} ${installed.at} ${engine.manifest.version}` };
}

/** A file of the model inside the package. In a worker of the extension. */
export const readBundled: ReadFile = (name) => readPackaged(`models/${BUNDLED_MODEL}/${name}`);
