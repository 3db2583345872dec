import type { Survey } from '../../lib/models/acquire.ts';
import type { ModelShelf } from '../../lib/views/model-shelf.ts';
import { formatBytes, t } from '../../lib/views/words.ts';
import { languagesOf } from './installed-models.tsx';
import { Progress } from './offered-model.tsx';

/** A model from the reader's own disk: looked through and described, and added when they say so. */
export function ImportModel({ models }: { models: ModelShelf }) {
  const work = models.work.value;
  const found = models.found.value;
  return (
    <div class="import">
      <h3>{t('modelImport')}</h3>
      <p class="hint">{t('modelImportHint')}</p>
      <div class="buttons">
        <label class="button file">
          {t('modelImportFolder')}
          <input
            type="file"
            class="unseen"
            {...{ webkitdirectory: true }}
            disabled={work !== null}
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])];
              const picked = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
              if (picked.length > 0) void models.look(picked);
              currentTarget.value = '';
            }}
          />
        </label>
        <label class="button file">
          {t('modelImportZip')}
          <input
            type="file"
            class="unseen"
            accept=".zip,application/zip"
            disabled={work !== null}
            onChange={({ currentTarget }) => {
              const zip = currentTarget.files?.[0];
              if (zip) void models.look(zip);
              currentTarget.value = '';
            }}
          />
        </label>
        <span class="soft" role="status">
          {work?.kind === 'survey' && t('modelLooking')}
        </span>
      </div>
      {found && work?.kind !== 'keep' && <Found survey={found} models={models} />}
      {work?.kind === 'keep' && (
        <>
          <Progress label={t('modelCopying')} work={work} />
          <div class="buttons">
            <button type="button" class="button" onClick={() => models.stop()}>
              {t('modelCancel')}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function Found({ survey, models }: { survey: Survey; models: ModelShelf }) {
  const { name, about, files } = survey;
  return (
    <section class="found-model" aria-label={t('modelFound', name)}>
      <p>
        <b>{t('modelFound', name)}</b>
      </p>
      <ul>
        <li>{about.architecture ? t('modelForeign', about.architecture) : t('modelOwnFormat')}</li>
        {about.labels.length > 0 && (
          <li>{t('modelLabels', about.labels.join(', '), about.aiLabels.join(', '))}</li>
        )}
        {about.isAssumed && <li>{t('modelAssumed', about.aiLabels.join(', '))}</li>}
        <li>{t('modelLanguages', languagesOf(about.languages))}</li>
        <li>{t(about.isCalibrated ? 'modelCalibrated' : 'modelCannotJudge')}</li>
      </ul>
      <table class="table small">
        <caption class="unseen">{t('modelFiles')}</caption>
        <tbody>
          {Object.entries(files).map(([file, { bytes, sha256 }]) => (
            <tr key={file}>
              <th scope="row">{file}</th>
              <td class="number">{formatBytes(bytes)}</td>
              <td>
                <code class="hash">SHA-256 {sha256}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" class="button primary" onClick={() => models.add()}>
          {t('modelAdd')}
        </button>
        <button type="button" class="button quiet" onClick={() => models.dismiss()}>
          {t('modelCancel')}
        </button>
      </div>
    </section>
  );
}
