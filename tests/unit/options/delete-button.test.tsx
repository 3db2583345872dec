import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { DeleteButton } from '../../../entrypoints/options/installed-models.tsx';
import { startDom } from '../dom.ts';
import { speakEnglish } from '../views/speak-english.ts';

let root: HTMLElement;
let focus: MockInstance<(this: HTMLElement) => void>;
const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent;

/** Which buttons have been given the keyboard. The document that is drawn in has none. */
const focused = () => focus.mock.contexts.map(nameOf);

beforeEach(async () => {
  speakEnglish();
  root = startDom();
  const { HTMLElement } = document.defaultView as unknown as { HTMLElement: { prototype: HTMLElement } };
  focus = vi.spyOn(HTMLElement.prototype, 'focus');
  await draw();
});

afterEach(() => {
  render(null, root);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const draw = () => act(() => render(<DeleteButton name="Own" onDelete={() => undefined} />, root));

const click = (name: string) =>
  act(() => {
    const button = [...root.querySelectorAll('button')].find((each) => nameOf(each) === name);
    button?.click();
  });

it('takes the keyboard into the question once, and not whenever the options are drawn anew', async () => {
  expect(focused()).toEqual([]);
  await click('Delete Own');
  expect(focused()).toEqual(['Delete']);
  await draw();
  expect(focused()).toEqual(['Delete']);
});

it('gives the keyboard back after Cancel', async () => {
  await click('Delete Own');
  await click('Cancel');
  expect(focused()).toEqual(['Delete', 'Delete Own']);
});
