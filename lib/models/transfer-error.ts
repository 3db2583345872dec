// Why a model did not come from the network or the disk into the store. The extension shows its own translation of the
// same words: `transfer_` and the code is the message's name, the values are its placeholders.

const WORDS = {
  network: () => 'The connection was lost. What has arrived is kept; resume when you are online again.',
  silent: () => 'The server has stopped sending. What has arrived is kept; resume to go on.',
  status: (host: string, status: string) => `${host} refuses this file (${status}). Nothing was installed.`,
  elsewhere: (host: string) =>
    `${host} sent the request on to another server, which Telltale does not follow.`,
  wrongSize: (name: string) => `${name} has another size than expected. It was deleted and will not be used.`,
  wrongHash: (name: string) =>
    `${name} is not the file that was expected: its SHA-256 differs. It was deleted and will not be used.`,
  diskFull: (megabytes: string) => `There is not enough room on the disk: ${megabytes} MB are needed.`,
  busy: () => 'Another page of Telltale is working on the models. Wait until it has ended, or close it.',
  noStore: () => 'This browser gives extensions no room for files here; private windows often have none.',
  noModel: () => 'There is no model in it. A model has model.onnx, tokenizer.json and config.json.',
  badZip: (what: string) => `This zip cannot be read: ${what}.`,
  zipPath: (path: string) => `This zip has a file outside of its own folder (${path}). It was not opened.`,
  zipBomb: () => 'This zip unpacks to far more than a model would. It was not opened.',
  changed: (name: string) => `${name} has changed since it was checked. Choose it again.`,
} as const;

export type TransferCode = keyof typeof WORDS;

/** Why a transfer ended. `message` says it in English. */
export class TransferError<C extends TransferCode = TransferCode> extends Error {
  readonly code: C;
  readonly values: readonly string[];

  constructor(code: C, ...values: Parameters<(typeof WORDS)[C]>) {
    super((WORDS[code] as (...values: string[]) => string)(...values));
    this.name = 'TransferError';
    this.code = code;
    this.values = values;
  }
}

/** What the browser says when it cannot write, in our words. */
export function storageError(error: unknown, bytesNeeded: number): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'QuotaExceededError') return new TransferError('diskFull', megabytes(bytesNeeded));
  if (error.name === 'NoModificationAllowedError') return new TransferError('busy');
  return error;
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1_000_000));
}
