import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { type Acquiring, fetchModel, keepPack, type Survey, surveyPack } from '../lib/models/acquire.ts';
import { failureOf, type LibraryAnswer, type LibraryRequest } from '../lib/models/library-messages.ts';
import { type Pack, packOfFolder, packOfZip } from '../lib/models/pack.ts';
import { TransferError } from '../lib/models/transfer-error.ts';

// The options page's worker for models: fetches, looks through, copies. One thing at a time, over all of Telltale's pages.

const LOCK = 'telltale-models';
const PROGRESS_MS = 150;

export default defineUnlistedScript(() => {
  let running: AbortController | null = null;
  let looked: { pack: Pack; survey: Survey } | null = null;

  self.addEventListener('message', ({ data }: MessageEvent<LibraryRequest>) => {
    if (data.type === 'stop') running?.abort();
    else void answer(data);
  });

  async function answer(request: Exclude<LibraryRequest, { type: 'stop' }>): Promise<void> {
    const own = new AbortController();
    running = own;
    const { signal } = own;
    const onProgress = seldom((bytes) => running === own && post({ type: 'progress', bytes }));
    try {
      const answer = await alone(() => work(request, { signal, onProgress }));
      running = null;
      post(answer);
    } catch (error) {
      running = null;
      post(signal.aborted ? { type: 'stopped' } : { type: 'failed', failure: failureOf(error) });
    }
  }

  async function work(
    request: Exclude<LibraryRequest, { type: 'stop' }>,
    acquiring: Acquiring,
  ): Promise<LibraryAnswer> {
    if (request.type === 'fetch') {
      return { type: 'installed', model: await fetchModel(request.model, acquiring) };
    }
    if (request.type === 'survey') {
      const pack =
        request.picked instanceof File ? await packOfZip(request.picked) : packOfFolder(request.picked);
      looked = { pack, survey: await surveyPack(pack) };
      return { type: 'surveyed', survey: looked.survey };
    }
    if (!looked) throw new TransferError('noModel');
    return { type: 'installed', model: await keepPack(looked.pack, looked.survey, acquiring) };
  }
});

function post(answer: LibraryAnswer): void {
  self.postMessage(answer);
}

/** Two pages that write the same files would spoil them. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
    if (!lock) throw new TransferError('busy');
    return work();
  }) as Promise<T>;
}

/** As often as a reader can follow; the latest is always shown in the end. */
function seldom(show: (bytes: number) => unknown): (bytes: number) => void {
  let latest = 0;
  let isPlanned = false;
  return (bytes) => {
    latest = bytes;
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      show(latest);
    }, PROGRESS_MS);
  };
}
