import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// A clock can be set. What waits, rests, times out or is served in turn must not notice: timers and `performance.now()`
// go on as if nothing had happened. Only what is written down for later carries the time of day.

const WRITTEN_DOWN = [
  'entrypoints/background.ts', // a passage that was called wrong
  'entrypoints/check-text/text-cards.ts', // the same, from the page for texts
  'entrypoints/sidepanel/export-buttons.tsx', // when something was found, in the exported file
  'entrypoints/sidepanel/report.tsx', // the same, on paper
  'lib/hosting/score-memory.ts', // the age of a score; tests/browser/score-memory.test.ts sets its clock
  'lib/models/acquire.ts', // when a model was installed
];

it('the time of day is read only where it is written down', () => {
  const readers = globSync('{components,entrypoints,lib}/**/*.{ts,tsx}').filter((file) =>
    /Date\.now|new Date\(\)/.test(readFileSync(file, 'utf8')),
  );
  expect(readers.sort()).toEqual(WRITTEN_DOWN);
});
