import { PageHead, pageAddress } from '../../components/page-head.tsx';
import { Section } from '../../components/section.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import type { Verdict } from '../../lib/detector/verdict.ts';
import { type MessageKey, t, verdictName } from '../../lib/views/words.ts';
import { PagePicture } from './page-picture.tsx';

const MEANINGS: [Verdict, MessageKey][] = [
  ['likely-ai', 'welcomeLikely'],
  ['possibly-ai', 'welcomePossibly'],
  ['no-signs', 'welcomeNone'],
  ['too-short', 'welcomeShort'],
];

export function Welcome() {
  return (
    <div class="page welcome">
      <PageHead title="Telltale" here="welcome" />
      <div class="hero">
        <div>
          <p class="claim">{t('welcomeClaim')}</p>
          <p class="soft">{t('welcomeHow')}</p>
          <div class="buttons">
            <a class="button primary" href={`${pageAddress('check-text')}#sample`}>
              {t('welcomeTry')}
            </a>
          </div>
        </div>
        <PagePicture />
      </div>
      <Section id="meanings" title={t('welcomeMeaningsTitle')}>
        <dl class="meanings">
          {MEANINGS.map(([verdict, key]) => (
            <div key={verdict}>
              <dt>
                <VerdictMark verdict={verdict} /> {verdictName(verdict)}
              </dt>
              <dd>{t(key)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section id="use" title={t('welcomeUseTitle')}>
        <ol class="steps prose">
          <li>{t('welcomeUsePage')}</li>
          <li>{t('welcomeUseSelection')}</li>
          <li>{t('welcomeUsePanel')}</li>
        </ol>
      </Section>
      <Section id="cannot" title={t('welcomeCannotTitle')}>
        <div class="prose">
          <p>{t('welcomeCannotProve')}</p>
          <p>{t('limitEdited')}</p>
          <p>{t('cautionFormulaic')}</p>
          <p>
            <a href={pageAddress('accuracy')}>{t('welcomeAccuracy')}</a>
          </p>
        </div>
      </Section>
      <Section id="leaves" title={t('welcomeLeavesTitle')}>
        <p class="claim">{t('welcomeNothing')}</p>
        <div class="prose">
          <p>{t('welcomeNothingText')}</p>
        </div>
      </Section>
    </div>
  );
}
