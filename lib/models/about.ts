import type { DescribedModel } from './describe.ts';
import type { AboutModel } from './store.ts';

/** What the options say of a described model. */
export function aboutOf(model: DescribedModel): AboutModel {
  if (model.kind === 'telltale') {
    const { version, languages } = model.manifest;
    return {
      kind: 'telltale',
      version,
      architecture: null,
      labels: [],
      aiLabels: [],
      isAssumed: false,
      languages,
      isCalibrated: true,
    };
  }
  const { version, architecture, labels, aiLabels, languages, calibration } = model.description;
  return {
    kind: 'foreign',
    version,
    architecture,
    labels,
    aiLabels: labels.filter((_, place) => aiLabels.ai.includes(place)),
    isAssumed: aiLabels.basis === 'assumed',
    languages,
    isCalibrated: calibration !== null,
  };
}

/** The model's own name for itself. */
export function nameOf(model: DescribedModel): string {
  return model.kind === 'telltale' ? model.manifest.name : model.description.name;
}
