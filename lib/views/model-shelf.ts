import { type ReadonlySignal, signal } from '@preact/signals';
import { browser } from 'wxt/browser';
import type { Survey } from '../models/acquire.ts';
import { openHubAccess } from '../models/hub-access.ts';
import { createLibrary } from '../models/library.ts';
import type { LibraryEnd, LibraryRequest } from '../models/library-messages.ts';
import type { PickedFile } from '../models/pack.ts';
import {
  bytesOf,
  downloadsOf,
  HUB,
  modelJsonOf,
  parseRegistry,
  type RegistryEntry,
} from '../models/registry.ts';
import { bytesOf as bytesOfFiles, deleteModel, listModels, type Shelf } from '../models/store.ts';
import { failureWords } from './library-words.ts';
import { t } from './words.ts';

/** What goes on, one thing at a time. */
export type Work =
  | { kind: 'fetch'; id: string; bytes: number; of: number }
  | { kind: 'survey' }
  | { kind: 'keep'; bytes: number; of: number };

/** Something to say: about one model, or (`id` null) about what was picked on disk. */
export interface Said {
  id: string | null;
  words: string;
  isProblem: boolean;
}

/** The models of this browser, as the options show and change them. */
export interface ModelShelf {
  /** Models that may be fetched. */
  offers: readonly RegistryEntry[];
  shelf: ReadonlySignal<Shelf>;
  work: ReadonlySignal<Work | null>;
  said: ReadonlySignal<Said | null>;
  /** What a person has picked on disk, looked through and not yet added. */
  found: ReadonlySignal<Survey | null>;
  /** In a click: the browser may ask the reader for the Hub. Goes on where it was paused. */
  fetch(entry: RegistryEntry): Promise<void>;
  /** Pauses a download, or gives up a copy. */
  stop(): void;
  look(picked: PickedFile[] | File): Promise<void>;
  add(): Promise<void>;
  dismiss(): void;
  remove(id: string, name: string): Promise<void>;
}

/** Opens the shelf. Nothing is fetched until `fetch` is called. */
export async function openModelShelf(): Promise<ModelShelf> {
  const [offers, access, stock] = await Promise.all([loadOffers(), openHubAccess(HUB), listModels()]);
  const shelf = signal(stock);
  const work = signal<Work | null>(null);
  const said = signal<Said | null>(null);
  const found = signal<Survey | null>(null);
  const library = createLibrary();

  async function run(begun: Work, request: LibraryRequest): Promise<LibraryEnd> {
    said.value = null;
    work.value = begun;
    const answer = await library.ask(request, (bytes) => {
      const now = work.value;
      if (now && now.kind !== 'survey') work.value = { ...now, bytes };
    });
    shelf.value = await listModels();
    work.value = null;
    return answer;
  }

  /** Says how it ended; a pause speaks for itself. */
  function tell(id: string | null, answer: LibraryEnd): void {
    if (answer.type === 'failed') said.value = { id, words: failureWords(answer.failure), isProblem: true };
    if (answer.type === 'installed') {
      said.value = { id: answer.model.id, words: t('modelInstalled', answer.model.name), isProblem: false };
    }
  }

  return {
    offers,
    shelf,
    work,
    said,
    found,
    async fetch(entry) {
      const granted = access.request();
      const files = downloadsOf(entry);
      if (work.value || !files) return;
      const { id, name, repo } = entry;
      if (!(await granted.catch(() => false))) {
        said.value = { id, words: t('modelNotAllowed', new URL(HUB).host), isProblem: true };
      } else {
        const source = `${new URL(HUB).host}/${repo}`;
        const model = { id, name, source, files, modelJson: modelJsonOf(entry) };
        tell(id, await run({ kind: 'fetch', id, bytes: 0, of: bytesOf(entry) }, { type: 'fetch', model }));
      }
      await access.giveBack();
    },
    stop: () => library.stop(),
    async look(picked) {
      if (work.value) return;
      found.value = null;
      const answer = await run({ kind: 'survey' }, { type: 'survey', picked });
      if (answer.type === 'surveyed') found.value = answer.survey;
      tell(null, answer);
    },
    async add() {
      const survey = found.value;
      if (work.value || !survey) return;
      const answer = await run({ kind: 'keep', bytes: 0, of: bytesOfFiles(survey.files) }, { type: 'keep' });
      if (answer.type === 'installed') found.value = null;
      tell(null, answer);
    },
    dismiss() {
      found.value = null;
      said.value = null;
    },
    async remove(id, name) {
      try {
        await deleteModel(id);
        said.value = { id: null, words: t('modelDeleted', name), isProblem: false };
      } catch {
        said.value = { id, words: t('transferBusy'), isProblem: true };
      }
      shelf.value = await listModels();
    },
  };
}

async function loadOffers(): Promise<RegistryEntry[]> {
  const answer = await fetch(browser.runtime.getURL('/models/registry.json' as '/popup.html'));
  return parseRegistry(await answer.json());
}
