// The looks of a mark, as CSS for custom highlights. The colours are those of the views (components/tokens.css).

import type { Verdict } from '../detector/verdict.ts';

/** Verdicts that accuse: they have a mark, a card and a place among the steps. */
export type MarkedVerdict = Extract<Verdict, 'likely-ai' | 'possibly-ai'>;
/** Verdicts that may be drawn: `no-signs` only where the reader wants it. */
export type DrawnVerdict = MarkedVerdict | 'no-signs';
/** `margin` draws bars beside the text (`margin.ts`), the others are highlights. */
export type MarkStyle = 'tint' | 'underline' | 'margin' | 'off';
/** The ground that the text stands on. */
export type Ground = 'light' | 'dark';

const PREFIX = 'telltale';

export interface Look {
  colour: string;
  /** Null for verdicts that leave the ground as it is. */
  tint: string | null;
  line: 'solid' | 'dashed' | 'dotted';
  width: string;
}

// Line style differs per verdict, so that colour is never the only sign.
export const LOOKS: Record<DrawnVerdict, Record<Ground, Look>> = {
  'likely-ai': {
    light: { colour: '#a3154f', tint: 'rgb(163 21 79 / 0.11)', line: 'solid', width: '2px' },
    dark: { colour: '#ff8ab5', tint: 'rgb(255 138 181 / 0.17)', line: 'solid', width: '2px' },
  },
  'possibly-ai': {
    light: { colour: '#8a5800', tint: 'rgb(190 130 10 / 0.09)', line: 'dashed', width: '2px' },
    dark: { colour: '#e6b450', tint: 'rgb(230 180 80 / 0.12)', line: 'dashed', width: '2px' },
  },
  'no-signs': {
    light: { colour: '#45637e', tint: null, line: 'dotted', width: '1px' },
    dark: { colour: '#94b3cf', tint: null, line: 'dotted', width: '1px' },
  },
};

export const SENTENCE_MARK = `${PREFIX}-sentence`;

/** The name of the highlight, and of its CSS rule. */
export function markName(verdict: DrawnVerdict, style: 'tint' | 'underline', ground: Ground): string {
  return `${PREFIX}-${style}-${verdict}-on-${ground}`;
}

export function isMarked(verdict: Verdict | null): verdict is MarkedVerdict {
  return verdict === 'likely-ai' || verdict === 'possibly-ai';
}

/** The rules of all marks, by the origin that a style sheet is inserted with. */
export interface MarksCss {
  /** Lines. A user sheet reaches into shadow roots, and no page style can undo it. */
  user: string;
  /** Tints. Chromium paints a highlight's ground from an author sheet only. */
  author: string;
}

/** The style sheets of all marks. Inserted by the background, they change nothing in the page's DOM. */
export function marksCss(): MarksCss {
  const lines: string[] = [];
  const tints: string[] = [];
  for (const verdict of Object.keys(LOOKS) as DrawnVerdict[]) {
    for (const ground of ['light', 'dark'] as const) {
      const { colour, tint, line, width } = LOOKS[verdict][ground];
      const drawn = `text-decoration: underline ${line} ${colour} ${width}; text-underline-offset: 0.2em;`;
      lines.push(rule(markName(verdict, 'tint', ground), drawn));
      lines.push(rule(markName(verdict, 'underline', ground), drawn));
      if (tint) tints.push(rule(markName(verdict, 'tint', ground), `background-color: ${tint};`));
    }
  }
  tints.push(rule(SENTENCE_MARK, 'background-color: #ffd84d; color: #16202a;'));
  // Where the reader's own high-contrast colours rule, a mark is its line.
  const forced = lines.map((line) => line.replaceAll(/#[0-9a-f]{6}/g, 'Highlight'));
  return {
    user: `${lines.join('\n')}\n@media (forced-colors: active) {\n${forced.join('\n')}\n}`,
    author: `@media not (forced-colors: active) {\n${tints.join('\n')}\n}`,
  };
}

function rule(name: string, body: string): string {
  return `::highlight(${name}) { ${body.replaceAll(';', ' !important;')} }`;
}
