import * as v from 'valibot';
import { calibration, file } from '../../detector/manifest.ts';
import { checked } from '../json-file.ts';

// The `model.json` of a foreign model: everything in it is optional. `npm run calibrate` writes it; a person may begin
// one to give a name, or to say which labels mean AI.

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const foreignManifest = v.looseObject({
  id: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/))),
  version: v.optional(v.pipe(v.string(), v.maxLength(40))),
  name: v.optional(name),
  /** BCP 47 base languages that the model can judge; without them it judges every language. */
  languages: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(200))),
  aiLabels: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(100))),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(512))),
  /** The graph that was calibrated: the bands of one are not another's. */
  files: v.optional(v.record(v.string(), file)),
  calibration: v.optional(v.object({ passage: calibration, unit: calibration })),
  /** How well it told texts apart when it was calibrated; for people. */
  figures: v.optional(v.unknown()),
});

export type ForeignManifest = v.InferOutput<typeof foreignManifest>;
export type ForeignCalibration = NonNullable<ForeignManifest['calibration']>;

/** @throws ModelRefusedError that says where it is wrong */
export function readForeignManifest(json: unknown): ForeignManifest {
  return checked(foreignManifest, 'model.json', json);
}
