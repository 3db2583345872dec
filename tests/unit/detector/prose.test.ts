import { describe, expect, it } from 'vitest';
import { isProse } from '../../../lib/detector/prose.ts';
import { openInNode } from '../../../lib/hosting/node.ts';

const CODE = `
def newest(folder):
    files = [entry for entry in os.scandir(folder) if entry.is_file()]
    if not files:
        return None
    return max(files, key=lambda entry: entry.stat().st_mtime).path

for name in sys.argv[1:]:
    print(f"{name}: {newest(name)}")
`;

describe('what is prose', () => {
  it.each([
    ['code', CODE],
    ['a table', 'Leeds 12 7 3 2 24:11\nYork 12 6 4 2 19:12\nHull 12 6 2 4 17:15\nRipon 12 3 3 6 11:20'],
    ['numbers', '3.1416 2.7183 1.4142 1.7321 0.5772 1.6180'],
    [
      'addresses',
      'https://example.org/2021/03/04/index.html\nhttps://example.org/2021/03/05/?page=2&sort=asc',
    ],
    ['a log', '2021-03-04 12:00:01 INFO server on port 8080\n2021-03-04 12:00:09 ERROR timeout (30000 ms)'],
  ])('is not %s', (_, text) => {
    expect(isProse(text)).toBe(false);
  });

  it.each([
    ['plain', 'The ferry leaves at nine, if it leaves at all; in March nobody counts on it.'],
    ['with figures', 'In 2019 the council spent $4.2m on roads, 12% more than in 2018 (see page 14).'],
    [
      'spoken',
      '"We cannot go today," she said. "Why not?" he asked; "the road is open, and so are the shops!"',
    ],
    ['verse', 'The tide comes in,\nthe tide goes out,\nand no one asks\nwhat it’s about.'],
    ['in another script', 'यह वाक्य हिन्दी में लिखा गया है और इसमें केवल शब्द हैं।'],
    ['without spaces', '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。'],
    ['nothing', ''],
  ])('is text %s', (_, text) => {
    expect(isProse(text)).toBe(true);
  });

  it('is no less so where every letter has an invisible one beside it', async () => {
    const engine = await openInNode({ backend: 'wasm' });
    const text = 'The ferry leaves at nine, if it leaves at all; in March nobody counts on it, or asks. ';
    const hidden = [...text.repeat(4)].join('\u202e');
    expect(engine.prepare(hidden).isProse).toBe(true);
    await engine.release();
  });

  it('is not guessed at where it is not: code gets no verdict, and the encoder is spared', async () => {
    const engine = await openInNode({ backend: 'wasm' });
    const score = await engine.full(engine.prepare(CODE), { sensitivity: 'balanced', language: 'en' });
    expect(score).toMatchObject({ verdict: 'not-prose', probability: null, depth: 0 });
    await engine.release();
  });
});
