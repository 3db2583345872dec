import type { ModelCard } from '../../lib/views/model-card.ts';

/** Made-up figures in the shape of a real model's, to work on the accuracy page. */
export const SAMPLE_CARD: ModelCard = {
  id: 'sample',
  version: '0',
  name: 'Made-up model',
  languages: ['en'],
  figures: {
    measured: '2026-01-01',
    passages: { human: 20000, ai: 15000 },
    auroc: 0.961,
    curve: Array.from({ length: 60 }, (_, i) => {
      const falseAlarms = 0.0005 * 1.11 ** i;
      return { falseAlarms, found: falseAlarms ** 0.13 };
    }),
    sensitivities: {
      strict: { falseAlarms: 0.001, found: 0.4 },
      balanced: { falseAlarms: 0.01, found: 0.55 },
      curious: { falseAlarms: 0.05, found: 0.68 },
    },
    humanKinds: [
      { kind: 'News', passages: 4000, likely: 0.006 },
      { kind: 'Forum posts', passages: 5200, likely: 0.004 },
      { kind: 'College essays', passages: 900, likely: 0.021 },
      { kind: 'Product reviews', passages: 700, likely: 0.025 },
      { kind: 'Encyclopaedia', passages: 3000, likely: 0.009 },
      { kind: 'Short exam answers', passages: 210, likely: 0.057 },
    ],
    writers: { native: { passages: 5000, likely: 0.009 }, nonNative: { passages: 600, likely: 0.015 } },
    generators: [
      { kind: 'Family A', passages: 3000, likely: 0.72 },
      { kind: 'Family B', passages: 2000, likely: 0.58 },
      { kind: 'Base models', passages: 800, likely: 0.11 },
    ],
    lengths: [
      { from: 30, to: 55, human: { passages: 4000, likely: 0.011 }, ai: { passages: 3000, likely: 0.33 } },
      { from: 55, to: 95, human: { passages: 4000, likely: 0.01 }, ai: { passages: 3000, likely: 0.47 } },
      { from: 95, to: 160, human: { passages: 4000, likely: 0.009 }, ai: { passages: 3000, likely: 0.62 } },
      { from: 160, to: null, human: { passages: 4000, likely: 0.008 }, ai: { passages: 3000, likely: 0.81 } },
    ],
    training: {
      human: 150000,
      ai: 120000,
      sources: 180,
      generators: ['Family A', 'Family B', 'Base models'],
    },
  },
};
