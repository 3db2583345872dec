import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { BUNDLED_MODEL } from '../../lib/models/bundled.ts';
import { bytesOf, type InstalledModel } from '../../lib/models/store.ts';
import { languageName } from '../../lib/views/language-name.ts';
import { loadModelCard, type ModelCard } from '../../lib/views/model-card.ts';
import type { ModelShelf } from '../../lib/views/model-shelf.ts';
import { formatBytes, t } from '../../lib/views/words.ts';
import type { PartProps } from './options.tsx';

type Props = PartProps & { models: ModelShelf };

/** The models that are here: one of them judges pages, one of them may be asked besides. */
export function InstalledModels({ models, settings }: Props) {
  const [card, setCard] = useState<ModelCard | null>(null);
  useEffect(() => void loadModelCard().then(setCard), []);
  const { installed } = models.shelf.value;
  const { model: chosen, secondModel } = settings.values.value;
  const isHere = chosen === BUNDLED_MODEL || installed.some(({ id }) => id === chosen);
  return (
    <>
      {!isHere && <p class="problem">{t('modelGone', chosen)}</p>}
      <ul class="models">
        {card && (
          <li class="model">
            <ModelHead name={card.name} facts={[t('modelBundled'), languagesOf(card.languages)]} />
            <Uses id={BUNDLED_MODEL} name={card.name} canJudge settings={settings} />
          </li>
        )}
        {installed.map((model) => (
          <Installed key={model.id} model={model} models={models} settings={settings} />
        ))}
      </ul>
      {secondModel === null && <p class="hint">{t('secondHint')}</p>}
    </>
  );
}

function Installed({ model, models, settings }: Props & { model: InstalledModel }) {
  const { id, name, files, source, about } = model;
  const facts = [formatBytes(bytesOf(files)), languagesOf(about.languages), t('modelFrom', source)];
  return (
    <li class="model">
      <ModelHead name={name} facts={facts} />
      {about.isAssumed && <p class="hint">{t('modelAssumed', about.aiLabels.join(', '))}</p>}
      <Uses id={id} name={name} canJudge={about.isCalibrated} settings={settings} />
      <DeleteButton
        name={name}
        onDelete={() => {
          const { model: chosen, secondModel } = settings.values.value;
          // Whoever judged with it judges with the bundled one from now on.
          if (chosen === id) settings.change({ model: BUNDLED_MODEL });
          if (secondModel === id) settings.change({ secondModel: null });
          void models.remove(id, name);
        }}
      />
    </li>
  );
}

export function ModelHead({ name, facts }: { name: string; facts: readonly string[] }) {
  return (
    <p>
      <b>{name}</b> <span class="soft small">{facts.join(' · ')}</span>
    </p>
  );
}

interface UsesProps extends PartProps {
  id: string;
  name: string;
  canJudge: boolean;
}

function Uses({ id, name, canJudge, settings }: UsesProps) {
  const { model, secondModel } = settings.values.value;
  const judges = model === id;
  return (
    <div class="uses">
      <label class="check">
        <input
          type="radio"
          name="judging-model"
          aria-label={`${t('modelJudges')}: ${name}`}
          checked={judges}
          disabled={!canJudge || settings.isLocked('model')}
          // Nobody needs the same opinion twice.
          onChange={() => settings.change({ model: id, ...(secondModel === id && { secondModel: null }) })}
        />
        <span>
          {t('modelJudges')}
          {!canJudge && <small>{t('modelCannotJudge')}</small>}
        </span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          aria-label={`${t('modelSecond')}: ${name}`}
          checked={secondModel === id && !judges}
          disabled={judges || settings.isLocked('secondModel')}
          onChange={(e) => settings.change({ secondModel: e.currentTarget.checked ? id : null })}
        />
        <span>{t('modelSecond')}</span>
      </label>
    </div>
  );
}

/** Asks before it deletes: half a gigabyte is not fetched again in a moment. */
export function DeleteButton({ name, onDelete }: { name: string; onDelete(): void }) {
  const [isAsking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const wasShown = useRef(false);
  // The keyboard goes into the question and, after *Cancel*, back; it is not taken when anything else is drawn anew.
  useLayoutEffect(() => {
    if (wasShown.current) first.current?.focus();
    wasShown.current = true;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <div class="buttons">
        <button
          ref={first}
          type="button"
          class="button quiet"
          aria-label={t('modelDeleteNamed', name)}
          onClick={() => setAsking(true)}
        >
          {t('modelDelete')}
        </button>
      </div>
    );
  }
  return (
    <fieldset class="buttons" aria-label={t('modelDeleteSure', name)}>
      <span>{t('modelDeleteSure', name)}</span>
      <button type="button" class="button" ref={first} onClick={onDelete}>
        {t('modelDelete')}
      </button>
      <button type="button" class="button quiet" onClick={() => setAsking(false)}>
        {t('modelCancel')}
      </button>
    </fieldset>
  );
}

export function languagesOf(languages: readonly string[] | null): string {
  return languages === null ? t('modelAnyLanguage') : languages.map(languageName).join(', ');
}
