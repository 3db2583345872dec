import { expect, it } from 'vitest';
import { disagreement } from '../../../../bench/calibration/agree.ts';
import { openFiles } from '../../../models/folder.ts';
import { makeModel } from '../../../models/make-model.ts';

const TEXTS = [
  'They had no time.',
  'Most people know the way to the house.',
  'It was long.',
  'Water came down.',
];

it('tells the share of the spread by which two graphs differ', async () => {
  const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => openFiles(makeModel('bert', seed))));
  if (!one || !same || !other) throw new Error('no models');
  expect(await disagreement(one, same, TEXTS)).toBe(0);
  expect(await disagreement(one, other, TEXTS)).toBeGreaterThan(0.03);
  await Promise.all([one, same, other].map((classifier) => classifier.release()));
});
