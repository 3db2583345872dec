import { messageOf } from '../message-of.ts';
import type { RemoteModel, Survey } from './acquire.ts';
import type { PickedFile } from './pack.ts';
import { ModelRefusedError, type RefusalCode } from './refusal.ts';
import type { InstalledModel } from './store.ts';
import { type TransferCode, TransferError } from './transfer-error.ts';

// What the options page and its worker for models say to each other. Both are ours, and of the same version.

export type LibraryRequest =
  | { type: 'fetch'; model: RemoteModel }
  /** A folder's files, or one zip. */
  | { type: 'survey'; picked: PickedFile[] | File }
  /** Copies what the last survey looked through. */
  | { type: 'keep' }
  /** Pauses a download, or gives up a copy. */
  | { type: 'stop' };

export type LibraryAnswer =
  | { type: 'progress'; bytes: number }
  | { type: 'installed'; model: InstalledModel }
  | { type: 'surveyed'; survey: Survey }
  | { type: 'stopped' }
  | { type: 'failed'; failure: LibraryFailure };

/** How a request ended. */
export type LibraryEnd = Exclude<LibraryAnswer, { type: 'progress' }>;

/** An error as it travels out of the worker. */
export type LibraryFailure =
  | { kind: 'transfer'; code: TransferCode; values: readonly string[] }
  | { kind: 'refused'; code: RefusalCode; values: readonly string[] }
  | { kind: 'other'; message: string };

/** @returns what a page can say of an error */
export function failureOf(error: unknown): LibraryFailure {
  if (error instanceof TransferError) return { kind: 'transfer', code: error.code, values: error.values };
  if (error instanceof ModelRefusedError) return { kind: 'refused', code: error.code, values: error.values };
  return { kind: 'other', message: messageOf(error) };
}
