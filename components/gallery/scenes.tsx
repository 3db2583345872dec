import type { ComponentChild } from 'preact';
import { Accuracy } from '../../entrypoints/accuracy/accuracy.tsx';
import { Shelves } from '../../entrypoints/options/models.tsx';
import { Options } from '../../entrypoints/options/options.tsx';
import { PopupBody } from '../../entrypoints/popup/popup-body.tsx';
import { PopupFoot } from '../../entrypoints/popup/popup-foot.tsx';
import { PopupHead } from '../../entrypoints/popup/popup-head.tsx';
import { SiteSwitch } from '../../entrypoints/popup/site-switch.tsx';
import { PanelHead } from '../../entrypoints/sidepanel/panel-head.tsx';
import { Report } from '../../entrypoints/sidepanel/report.tsx';
import { Welcome } from '../../entrypoints/welcome/welcome.tsx';
import type { Verdict } from '../../lib/detector/verdict.ts';
import type { PageView } from '../../lib/views/page-view.ts';
import type { PopupState } from '../../lib/views/popup-state.ts';
import { liveSettings } from '../../lib/views/settings-signal.ts';
import { t } from '../../lib/views/words.ts';
import type { CardContent } from '../card/content.ts';
import { Section } from '../section.tsx';
import { CardFrame } from './card-frame.tsx';
import { SAMPLE_CARD } from './sample-card.ts';
import { sampleShelf } from './sample-shelf.ts';
import { ARTICLE_UNIT, LOADING, pageOf, sentencesOf, threadOf } from './samples.ts';

const ARTICLE = 'nnLnnPnsnLnnnnPnnnsnnLnn';
const CARD_TEXT =
  'In today’s fast-paced world, infrastructure plays a crucial role in shaping the way we live. The bridge has stood at the north end since 1931. It is important to note that the restoration represents a significant step forward for the entire community. Mrs Havel shrugged. By fostering collaboration between stakeholders, the city can ensure a brighter and more sustainable future for all.';

function card(verdict: Verdict, probability: number | null, more: Partial<CardContent> = {}): ComponentChild {
  const words = CARD_TEXT.split(' ').length;
  const evidence = verdict === 'no-signs' ? [0.2, -0.9, 0.3, -1.2, -0.4] : [0.9, -0.5, 1.3, -0.8, 1.6];
  const sentences = sentencesOf(CARD_TEXT, evidence);
  const short = probability === null;
  return (
    <CardFrame
      {...(more.second && { height: '45rem' })}
      content={{
        kind: 'passage',
        text: CARD_TEXT,
        final: true,
        score: {
          verdict,
          probability,
          logit: 2,
          tokens: 80,
          words: short ? 9 : words,
          depth: 1,
          sentences,
        },
        ...more,
      }}
    />
  );
}

const settings = await liveSettings(new AbortController().signal);

const noop = () => {};

function popup(state: PopupState): ComponentChild {
  return (
    <div class="popup-frame">
      <PopupHead />
      <PopupBody state={state} onCheck={noop} onOrder={noop} />
      {state.kind !== 'cannot' && <SiteSwitch address="https://news.example/" settings={settings} />}
      <PopupFoot tabId={1} />
    </div>
  );
}

function panel(page: PageView): ComponentChild {
  const tab = {
    id: 1,
    url: 'https://forum.example/t/12',
    title: 'What happened to the old ferry? - Harbour forum',
  };
  return (
    <div class="panel-frame">
      <div class="panel">
        <PanelHead title={tab.title} />
        <Report page={page} isChecking={false} tab={tab} onCheck={noop} onOrder={noop} />
      </div>
    </div>
  );
}

function models(what: 'fetching' | 'found'): ComponentChild {
  return (
    <div class="page-frame">
      <div class="page options">
        <h1 class="unseen">{t('optionsTitle')}</h1>
        <Section id="models" title={t('modelsTitle')} note={t('modelsNote')}>
          <Shelves models={sampleShelf(what)} settings={settings} />
        </Section>
      </div>
    </div>
  );
}

/** Every screen by name; `npm run shots` makes a picture of each. */
export const scenes: Record<string, () => ComponentChild> = {
  'popup-unchecked': () => popup({ kind: 'unchecked' }),
  'popup-starting': () => popup({ kind: 'starting' }),
  'popup-cannot': () => popup({ kind: 'cannot', reason: t('cannotRunBrowserPage') }),
  'popup-failed': () => popup({ kind: 'failed', reason: 'The model file deep.onnx is damaged.' }),
  'popup-loading': () =>
    popup({ kind: 'checking', page: pageOf('.'.repeat(24), { phase: 'scoring', engine: LOADING }) }),
  'popup-checking': () =>
    popup({
      kind: 'checking',
      page: pageOf(`${ARTICLE.slice(0, 13)}${'.'.repeat(11)}`, { phase: 'scoring' }),
    }),
  'popup-nothing': () => popup({ kind: 'nothing', page: pageOf('sscus') }),
  'popup-stopped': () =>
    popup({
      kind: 'stopped',
      page: pageOf(`${ARTICLE.slice(0, 13)}${'.'.repeat(11)}`, { phase: 'stopped' }),
    }),
  'popup-done': () => popup({ kind: 'done', page: pageOf(ARTICLE, { units: [ARTICLE_UNIT] }) }),
  'popup-possibly': () => popup({ kind: 'done', page: pageOf('nnPnnnnPn') }),
  'popup-none': () => popup({ kind: 'done', page: pageOf('nnnnsnn') }),
  'card-likely': () => card('likely-ai', 0.97),
  'card-possibly': () => card('possibly-ai', 0.71, { final: false }),
  'card-none': () =>
    card('no-signs', 0.06, {
      unit: { kind: 'post', author: 'harbour_kid', verdict: 'no-signs', passages: 3 },
    }),
  'card-second': () =>
    card('possibly-ai', 0.71, {
      second: {
        isWeighing: false,
        opinion: {
          phase: 'done',
          name: 'GPT-2 Output Detector',
          verdict: null,
          probability: 0.87,
          words: CARD_TEXT.split(' ').length,
          sentences: null,
        },
      },
    }),
  'card-short': () => card('too-short', null),
  'card-waiting': () => card('likely-ai', 0.9, { score: null, kind: 'selection' }),
  options: () => (
    <div class="page-frame">
      <Options settings={settings} />
    </div>
  ),
  models: () => models('fetching'),
  'models-found': () => models('found'),
  welcome: () => (
    <div class="page-frame">
      <Welcome />
    </div>
  ),
  accuracy: () => (
    <div class="page-frame">
      <Accuracy card={SAMPLE_CARD} />
    </div>
  ),
  'panel-thread': () => panel(threadOf('nnLnPnLnnsnLnPnnLLnn')),
  'panel-article': () => panel(pageOf(ARTICLE)),
  'popup-many': () => popup({ kind: 'done', page: pageOf('nnLLnPnsnnnnPn'.repeat(30)) }),
};
