import { describe, expect, it } from 'vitest';
import { findAiLabels } from '../../../../lib/models/foreign/labels.ts';

describe('findAiLabels', () => {
  it.each([
    [['Fake', 'Real'], [0]],
    [['Human', 'AI'], [1]],
    [['human-written', 'AI-generated'], [1]],
    [['human_written', 'machine_generated'], [1]],
    [['not AI', 'AI'], [1]],
    [['Human', 'ChatGPT'], [1]],
    [['human', 'mistral'], [1]],
    [['AI', 'other'], [0]],
    [
      ['human', 'gpt', 'llm'],
      [1, 2],
    ],
  ])('knows by their names which of %j means AI', (labels, ai) => {
    expect(findAiLabels(labels, undefined)).toEqual({ ai, basis: 'named' });
  });

  it('takes LABEL_1 for what a detector looks for, and says that it did', () => {
    expect(findAiLabels(['LABEL_0', 'LABEL_1'], undefined)).toEqual({ ai: [1], basis: 'assumed' });
    expect(findAiLabels(['LABEL_0'], undefined)).toEqual({ ai: [0], basis: 'assumed' });
  });

  it('knows that a single logit may speak for the human', () => {
    expect(findAiLabels(['human'], undefined)).toEqual({ ai: [], basis: 'named' });
  });

  it.each([
    [['positive', 'negative']],
    [['LABEL_0', 'LABEL_1', 'LABEL_2']],
    [['ai', 'llm']],
    [['human', 'ai', 'mixed']],
    [['human', 'mistral', 'mixed']],
    [['human-made AI', 'other']],
  ])('does not guess about %j', (labels) => {
    expect(findAiLabels(labels, undefined)).toBeNull();
  });

  it('believes what is stated, and only of labels that are there', () => {
    expect(findAiLabels(['Fake', 'Real'], ['Real'])).toEqual({ ai: [1], basis: 'stated' });
    expect(findAiLabels(['Fake', 'Real'], ['LABEL_0'])).toEqual({ ai: [0], basis: 'stated' });
    expect(findAiLabels(['LABEL_0', 'LABEL_1'], ['LABEL_0'])).toEqual({ ai: [0], basis: 'stated' });
    expect(findAiLabels(['Fake', 'Real'], ['Reel'])).toBeNull();
    expect(findAiLabels(['Fake', 'Real'], ['LABEL_2'])).toBeNull();
    expect(findAiLabels(['Fake', 'Real'], ['Fake', 'Real'])).toBeNull();
  });
});
