/**
 * Reads a file of the package, in a worker of the extension: workers have no `chrome.*`, so the address is made from their own.
 * @param path below the package's folder, without a slash at its front
 */
export async function readPackaged(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(`${self.location.origin}/${path}`);
  return new Uint8Array(await answer.arrayBuffer());
}
