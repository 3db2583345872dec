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
    { kind: t('writersNative'), ...writers.native },
    { kind: t('writersNonNative'), ...writers.nonNative },
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
  const named = lengths.map(({ from, to, human, ai }) => {
    const kind =
      to === null ? t('tokensFrom', formatNumber(from)) : t('tokensTo', formatNumber(from), formatNumber(to));
    return { human: { kind, ...human }, ai: { kind, ...ai } };
  });
  return (
    <Section id="lengths" title={t('lengthsTitle')} note={t('lengthsNote')}>
      <DotRows caption={t('foundCaption')} rows={named.map(({ ai }) => ai)} tone="found" />
      <DotRows
        caption={t('humanKindsCaption')}
        rows={named.map(({ human }) => human)}
        aim={{ share: AIM, name: t('aimName') }}
        tone="alarm"
      />
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
