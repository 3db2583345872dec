import { describe, expect, it } from 'vitest';
import { type PdfRun, paragraphsOfPdf } from '../../../lib/views/pdf-paragraphs.ts';

function line(text: string, y: number, x = 72): PdfRun {
  return { text, x, y, height: 10, endsLine: true };
}

describe('the paragraphs of a PDF', () => {
  it('are parted by white between lines, and divided words are whole again', () => {
    const page = [line('A line that is di-', 700), line('vided. Then more.', 688), line('Next one.', 664)];
    expect(paragraphsOfPdf([page])).toEqual(['A line that is divided. Then more.', 'Next one.']);
  });

  it('begin where a line is set in', () => {
    const page = [line('First.', 700), line('Second, set in,', 688, 90), line('goes on.', 676)];
    expect(paragraphsOfPdf([page])).toEqual(['First.', 'Second, set in, goes on.']);
  });

  it('go on over a page break in the middle of a sentence', () => {
    expect(paragraphsOfPdf([[line('It goes', 100)], [line('on here.', 700)]])).toEqual(['It goes on here.']);
    expect(paragraphsOfPdf([[line('It ends.', 100)], [line('A new one.', 700)]])).toHaveLength(2);
  });

  it('keep the runs of one line together', () => {
    const runs = [
      { text: 'One ', x: 72, y: 700, height: 10, endsLine: false },
      { text: 'line', x: 96, y: 700, height: 10, endsLine: false },
      { text: '.', x: 120, y: 700.2, height: 10, endsLine: true },
    ];
    expect(paragraphsOfPdf([runs])).toEqual(['One line.']);
  });
});
