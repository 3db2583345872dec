import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';

/** Files as a zip, by their paths in it. */
export async function zipped(files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [path, content] of Object.entries(files)) await writer.add(path, new Uint8ArrayReader(content));
  return Buffer.from(await writer.close());
}

/** The same files in a folder. */
export function within<T>(folder: string, files: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
}
