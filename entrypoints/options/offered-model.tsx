import { bytesOf, type RegistryEntry } from '../../lib/models/registry.ts';
import type { ModelShelf, Work } from '../../lib/views/model-shelf.ts';
import { formatBytes, t } from '../../lib/views/words.ts';
import { DeleteButton, languagesOf, ModelHead } from './installed-models.tsx';

interface Props {
  offer: RegistryEntry;
  models: ModelShelf;
}

/** A model of the list, and what it takes to get it. */
export function OfferedModel({ offer, models }: Props) {
  const { id, name, licence, languages, original, pinned } = offer;
  const work = models.work.value;
  const facts = [formatBytes(bytesOf(offer)), languagesOf(languages), licence];
  return (
    <li class="model">
      <ModelHead name={name} facts={facts} />
      <p class="small">
        <a href={original} target="_blank" rel="noreferrer">
          {t('modelPage')}
        </a>
      </p>
      {!pinned && <p class="hint">{t('modelUnpinned')}</p>}
      {pinned && work?.kind === 'fetch' && work.id === id && (
        <Fetching name={name} work={work} models={models} />
      )}
      {pinned && !(work?.kind === 'fetch' && work.id === id) && <Fetch offer={offer} models={models} />}
    </li>
  );
}

function Fetch({ offer, models }: Props) {
  const begun = models.shelf.value.leftovers.find(({ id }) => id === offer.id);
  return (
    <>
      {begun && <p class="hint">{t('modelBegun', formatBytes(begun.bytes), formatBytes(bytesOf(offer)))}</p>}
      <div class="buttons">
        <button
          type="button"
          class="button"
          disabled={models.work.value !== null}
          aria-label={t(begun ? 'modelResumeNamed' : 'modelDownloadNamed', offer.name)}
          onClick={() => models.fetch(offer)}
        >
          {begun ? t('modelResume') : t('modelDownload')}
        </button>
        {begun && <DeleteButton name={offer.name} onDelete={() => models.remove(offer.id, offer.name)} />}
      </div>
    </>
  );
}

interface FetchingProps {
  name: string;
  work: Extract<Work, { of: number }>;
  models: ModelShelf;
}

function Fetching({ name, work, models }: FetchingProps) {
  return (
    <>
      <Progress label={t('modelFetching', name)} work={work} />
      <div class="buttons">
        <button type="button" class="button" onClick={() => models.stop()}>
          {t('modelPause')}
        </button>
        <span class="soft small">{t('modelPageOpen')}</span>
      </div>
    </>
  );
}

export function Progress({ label, work }: { label: string; work: Extract<Work, { of: number }> }) {
  return (
    <p class="progress">
      <progress aria-label={label} max={work.of} value={work.bytes} />
      <span class="figures small">{t('modelProgress', formatBytes(work.bytes), formatBytes(work.of))}</span>
    </p>
  );
}
