import type { LibraryFailure } from '../models/library-messages.ts';
import type { RefusalCode } from '../models/refusal.ts';
import type { TransferCode } from '../models/transfer-error.ts';
import { type MessageKey, t } from './words.ts';

const TRANSFER = {
  network: 'transferNetwork',
  silent: 'transferSilent',
  status: 'transferStatus',
  elsewhere: 'transferElsewhere',
  wrongSize: 'transferWrongSize',
  wrongHash: 'transferWrongHash',
  diskFull: 'transferDiskFull',
  busy: 'transferBusy',
  noStore: 'transferNoStore',
  noModel: 'transferNoModel',
  badZip: 'transferBadZip',
  zipPath: 'transferZipPath',
  zipBomb: 'transferZipBomb',
  changed: 'transferChanged',
} as const satisfies Record<TransferCode, MessageKey>;

const REFUSED = {
  missingFile: 'refusedMissingFile',
  tooLarge: 'refusedTooLarge',
  notJson: 'refusedNotJson',
  notValid: 'refusedNotValid',
  architecture: 'refusedArchitecture',
  notClassifier: 'refusedNotClassifier',
  labels: 'refusedLabels',
  tokenizer: 'refusedTokenizer',
  vocabulary: 'refusedVocabulary',
  splitGraph: 'refusedSplitGraph',
  graph: 'refusedGraph',
  notCalibrated: 'refusedNotCalibrated',
  otherGraph: 'refusedOtherGraph',
} as const satisfies Record<RefusalCode, MessageKey>;

/** Why a model could not be added, for the reader. */
export function failureWords(failure: LibraryFailure): string {
  if (failure.kind === 'other') return t('modelFailed', failure.message);
  const key = failure.kind === 'transfer' ? TRANSFER[failure.code] : REFUSED[failure.code];
  return t(key, ...failure.values);
}
