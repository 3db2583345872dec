/** A model file whose content is not the one its manifest names. */
export class DamagedModelError extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`The model file ${file} is damaged. Reinstall Telltale to repair it.`);
    this.name = 'DamagedModelError';
    this.file = file;
  }
}

/**
 * Checks a file's size and SHA-256 before use.
 * @throws DamagedModelError naming the file.
 */
export async function checkIntegrity(
  file: string,
  content: Uint8Array<ArrayBuffer>,
  expected: { bytes: number; sha256: string } | undefined,
): Promise<void> {
  if (!expected || content.byteLength !== expected.bytes) throw new DamagedModelError(file);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== expected.sha256) throw new DamagedModelError(file);
}
