// Bundles the reader into one script, so that it runs in a page just as it does in the content script.
import { build, type Rolldown } from 'vite';

/** The name under which the bundle is found in a page: `reader.readBlocks(document)`. */
export const READER_GLOBAL = 'reader';

/** The bundled source of a module of this repository, with its exports on one global. */
export async function bundle(entry: string, name = READER_GLOBAL): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry, name, formats: ['iife'], fileName: name },
    },
  });
  const [output] = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
  const code = output?.output[0]?.code;
  if (!code) throw new Error(`nothing was built from ${entry}`);
  // Injected scripts are evaluated, not loaded, and then a top-level `var` need not become a global.
  return `${code}\nglobalThis.${name} = ${name};`;
}
