import { type DescribedModel, describeModel } from './describe.ts';
import { matches } from './integrity.ts';
import type { ReadFile } from './load.ts';
import { findModel, type InstalledModel, readModelFile } from './store.ts';

/** An installed model, described from its files as they are on the disk now. */
export interface InstalledFolder {
  installed: InstalledModel;
  model: DescribedModel;
  read: ReadFile;
}

/**
 * Opens an installed model's folder. What is read of it is checked against the SHA-256 that it was installed with.
 * @throws Error that says what is wrong with it and what to do
 */
export async function openInstalledFolder(id: string): Promise<InstalledFolder> {
  const installed = await findModel(id);
  if (!installed)
    throw new Error(`The model ${id} is not on this machine. Choose another one in the options.`);
  const { files, name } = installed;
  const read: ReadFile = async (file) => {
    const content = await readModelFile(id, file).catch(() => null);
    const expected = files[file];
    if (content && expected && (await matches(content, expected))) return content;
    throw new Error(
      `The file ${file} of ${name} is damaged. Delete this model in the options and add it again.`,
    );
  };
  const sizes = Object.fromEntries(Object.entries(files).map(([file, { bytes }]) => [file, bytes]));
  return { installed, model: await describeModel({ sizes, read }), read };
}
