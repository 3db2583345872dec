/** A model file whose content is not the one its manifest names. */
export class DamagedModelError extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`The model file ${file} is damaged. Reinstall Telltale to repair it.`);
    this.name = 'DamagedModelError';
    this.file = file;
  }
}

/** What a file's content must be. */
export interface Fingerprint {
  bytes: number;
  /** SHA-256 in lower-case hexadecimal digits. */
  sha256: string;
}

/**
 * Checks a file's size and SHA-256 before use.
 * @throws DamagedModelError naming the file.
 */
export async function checkIntegrity(
  file: string,
  content: Uint8Array<ArrayBuffer>,
  expected: Fingerprint | undefined,
): Promise<void> {
  if (!expected || !(await matches(content, expected))) throw new DamagedModelError(file);
}

/** Whether a content is the one that a fingerprint was taken of. */
export async function matches(content: Uint8Array<ArrayBuffer>, expected: Fingerprint): Promise<boolean> {
  if (content.byteLength !== expected.bytes) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === expected.sha256;
}
