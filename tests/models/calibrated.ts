import { createHash } from 'node:crypto';
import type { Calibration } from '../../lib/detector/calibration.ts';
import { changed } from './folder.ts';
import type { ModelFiles } from './make-model.ts';

/** Verdicts by the logit alone: `likely-ai` from `likely` on, `possibly-ai` from `possibly` on. */
export function plainCalibration(likely: number, possibly: number, minTokens = 1): Calibration {
  const edges = { likely: [likely], possibly: [possibly] };
  return {
    minTokens,
    lengths: [100],
    slope: [1],
    intercept: [0],
    edges: { strict: edges, balanced: edges, curious: edges },
  };
}

/** A made model with a `model.json` that calibrates it, whatever it says being worth nothing. */
export function calibrated(files: ModelFiles, passage: Calibration, unit = passage): ModelFiles {
  const graph = files['model.onnx'] ?? new Uint8Array();
  const sha256 = createHash('sha256').update(graph).digest('hex');
  return changed(files, 'model.json', {
    id: 'calibrated',
    version: '2',
    languages: ['en'],
    files: { 'model.onnx': { bytes: graph.byteLength, sha256 } },
    calibration: { passage, unit },
  });
}
