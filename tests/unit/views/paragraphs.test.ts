import { describe, expect, it } from 'vitest';
import { paragraphsOf } from '../../../lib/views/paragraphs.ts';

describe('the paragraphs of a plain text', () => {
  it('are parted by blank lines, and wrapped lines are joined', () => {
    expect(paragraphsOf('One line\nof three\r\nthat wrap.\n \nTwo.')).toEqual([
      'One line of three that wrap.',
      'Two.',
    ]);
  });

  it('are its lines where it has no blank ones', () => {
    expect(paragraphsOf('One.\nTwo.\n')).toEqual(['One.', 'Two.']);
  });

  it('leave out blocks of code', () => {
    expect(paragraphsOf('Text.\n\n```js\nlet a = 1;\n\nlet b;\n```\n\nMore.')).toEqual(['Text.', 'More.']);
  });
});
