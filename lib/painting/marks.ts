// The looks of a mark, as CSS for custom highlights. The colours are those of the views (components/tokens.css).

import type { Verdict } from '../detector/verdict.ts';

/** Verdicts that are drawn on the page; `no-signs` and abstentions leave the text alone. */
export type MarkedVerdict = Extract<Verdict, 'likely-ai' | 'possibly-ai'>;
export type MarkStyle = 'tint' | 'underline';
/** The ground that the text stands on. */
export type Ground = 'light' | 'dark';

const PREFIX = 'telltale';

interface Look {
  colour: string;
  tint: string;
  line: 'solid' | 'dashed';
}

// Line style differs per verdict, so that colour is never the only sign.
const LOOKS: Record<MarkedVerdict, Record<Ground, Look>> = {
  'likely-ai': {
    light: { colour: '#a3154f', tint: 'rgb(163 21 79 / 0.11)', line: 'solid' },
    dark: { colour: '#ff8ab5', tint: 'rgb(255 138 181 / 0.17)', line: 'solid' },
  },
  'possibly-ai': {
    light: { colour: '#8a5800', tint: 'rgb(190 130 10 / 0.09)', line: 'dashed' },
    dark: { colour: '#e6b450', tint: 'rgb(230 180 80 / 0.12)', line: 'dashed' },
  },
};

export const SENTENCE_MARK = `${PREFIX}-sentence`;

/** The name of the highlight, and of its CSS rule. */
export function markName(verdict: MarkedVerdict, style: MarkStyle, ground: Ground): string {
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
  for (const verdict of Object.keys(LOOKS) as MarkedVerdict[]) {
    for (const ground of ['light', 'dark'] as const) {
      const { colour, tint, line } = LOOKS[verdict][ground];
      const drawn = `text-decoration: underline ${line} ${colour} 2px; text-underline-offset: 0.2em;`;
      lines.push(rule(markName(verdict, 'tint', ground), drawn));
      lines.push(rule(markName(verdict, 'underline', ground), drawn));
      tints.push(rule(markName(verdict, 'tint', ground), `background-color: ${tint};`));
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
