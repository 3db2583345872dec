import { DotRows } from '../../components/charts/dot-rows.tsx';
import { Section } from '../../components/section.tsx';
import type { Figures } from '../../lib/views/figures.ts';
import { formatNumber, t } from '../../lib/views/words.ts';

const AIM = 0.01; // what the balanced setting promises

export function HumanKinds({ figures }: { figures: Figures }) {
  const { humanKinds = [], writers } = figures;
  if (humanKinds.length === 0 && !writers) return null;
  const aim = { share: AIM, name: t('aimName') };
  const byWriter = writers && [
    { kind: t('writersLearners'), ...writers.learners },
    { kind: t('writersOthers'), ...writers.others },
  ];
  return (
    <Section id="human-kinds" title={t('humanKindsTitle')} note={t('humanKindsNote')}>
      {humanKinds.length > 0 && (
        <DotRows
          caption={t('humanKindsCaption')}
          rows={[...humanKinds].sort((a, b) => b.likely - a.likely)}
          aim={aim}
          tone="alarm"
        />
      )}
      {byWriter && <DotRows caption={t('writersCaption')} rows={byWriter} aim={aim} tone="alarm" />}
    </Section>
  );
}

export function Lengths({ figures }: { figures: Figures }) {
  const { lengths = [] } = figures;
  if (lengths.length === 0) return null;
  const named = lengths.map(({ from, to, ...rates }) => ({
    ...rates,
    kind:
      to === null ? t('tokensFrom', formatNumber(from)) : t('tokensTo', formatNumber(from), formatNumber(to)),
  }));
  const ai = named.flatMap(({ kind, ai: rate }) => (rate ? [{ kind, ...rate }] : []));
  const human = named.flatMap(({ kind, human: rate }) => (rate ? [{ kind, ...rate }] : []));
  return (
    <Section id="lengths" title={t('lengthsTitle')} note={t('lengthsNote')}>
      {ai.length > 0 && <DotRows caption={t('foundAtOneCaption')} rows={ai} tone="found" />}
      {human.length > 0 && (
        <DotRows
          caption={t('humanKindsCaption')}
          rows={human}
          aim={{ share: AIM, name: t('aimName') }}
          tone="alarm"
        />
      )}
    </Section>
  );
}

export function Found({ figures }: { figures: Figures }) {
  const { generators = [] } = figures;
  if (generators.length === 0) return null;
  return (
    <Section id="generators" title={t('generatorsTitle')} note={t('generatorsNote')}>
      <DotRows
        caption={t('foundCaption')}
        rows={[...generators].sort((a, b) => b.likely - a.likely)}
        tone="found"
      />
    </Section>
  );
}
