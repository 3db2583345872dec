import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section.tsx';
import { type ModelShelf, openModelShelf } from '../../lib/views/model-shelf.ts';
import { formatBytes, t } from '../../lib/views/words.ts';
import { ImportModel } from './import-model.tsx';
import { InstalledModels } from './installed-models.tsx';
import { Locked } from './locked.tsx';
import { OfferedModel } from './offered-model.tsx';
import type { PartProps } from './options.tsx';

/** Which model judges, which one is asked besides, and how others come and go. */
export function Models({ settings }: PartProps) {
  const [models, setModels] = useState<ModelShelf | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    openModelShelf().then(setModels, (error: Error) => setProblem(t('modelFailed', error.message)));
  }, []);
  return (
    <Section id="models" title={t('modelsTitle')} note={t('modelsNote')}>
      <Locked settings={settings} name="model" />
      {models ? (
        <Shelves models={models} settings={settings} />
      ) : (
        <p class="problem" role="status">
          {problem}
        </p>
      )}
    </Section>
  );
}

/** The same for any shelf. */
export function Shelves({ models, settings }: PartProps & { models: ModelShelf }) {
  const { installed, leftovers } = models.shelf.value;
  const offers = models.offers.filter(({ id }) => !installed.some((model) => model.id === id));
  const orphans = leftovers.filter(({ id }) => !offers.some((offer) => offer.id === id));
  const said = models.said.value;
  return (
    <>
      <InstalledModels models={models} settings={settings} />
      {offers.length > 0 && <h3>{t('modelsOffered')}</h3>}
      <ul class="models">
        {offers.map((offer) => (
          <OfferedModel key={offer.id} offer={offer} models={models} />
        ))}
      </ul>
      {orphans.map(({ id, bytes }) => (
        <p key={id} class="buttons">
          <span>{t('modelLeftover', id, formatBytes(bytes))}</span>
          <button type="button" class="button quiet" onClick={() => models.remove(id, id)}>
            {t('modelDelete')}
          </button>
        </p>
      ))}
      <ImportModel models={models} />
      <p class={said?.isProblem ? 'problem' : 'soft'} role="status">
        {said?.words}
      </p>
    </>
  );
}
