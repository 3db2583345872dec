import { paragraphsOf, paragraphsOfHtml } from '../../lib/views/paragraphs.ts';
import { t } from '../../lib/views/words.ts';

/** What a file picker offers. */
export const FILE_TYPES = '.txt,.text,.md,.markdown,.html,.htm,.xhtml,.pdf';

const MAX_BYTES = 20_000_000;

/** The paragraphs of a file, as one text with blank lines between them. @throws Error ready to be shown. */
export async function readFile(file: File): Promise<string> {
  if (file.size > MAX_BYTES) throw new Error(t('fileTooLarge'));
  const name = file.name.toLowerCase();
  if (/\.x?html?$/.test(name)) return paragraphsOfHtml(await file.text()).join('\n\n');
  if (name.endsWith('.pdf')) return textOfPdf(file);
  if (/\.(txt|text|md|markdown)$/.test(name) || file.type.startsWith('text/'))
    return paragraphsOf(await file.text()).join('\n\n');
  throw new Error(t('fileUnknown'));
}

async function textOfPdf(file: File): Promise<string> {
  const { readPdf } = await import('./read-pdf.ts');
  const paragraphs = await readPdf(file);
  if (paragraphs.length === 0) throw new Error(t('fileNoText'));
  return paragraphs.join('\n\n');
}
