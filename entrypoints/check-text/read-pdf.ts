import { type PdfRun, paragraphsOfPdf } from '../../lib/views/pdf-paragraphs.ts';

/** More pages than this are not read: nobody checks a book at once, and memory stays bounded. */
const MOST_PAGES = 300;

/** The paragraphs of a PDF's text. pdf.js is large, so it is loaded only when somebody opens one. */
export async function readPdf(file: File): Promise<string[]> {
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist');
  GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href;
  const task = getDocument({ data: await file.arrayBuffer(), useSystemFonts: true, enableXfa: false });
  try {
    const pdf = await task.promise;
    const pages: PdfRun[][] = [];
    for (let number = 1; number <= Math.min(pdf.numPages, MOST_PAGES); number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(
        items.flatMap((item) =>
          'str' in item
            ? [
                {
                  text: item.str,
                  x: item.transform[4],
                  y: item.transform[5],
                  height: item.height,
                  endsLine: item.hasEOL,
                },
              ]
            : [],
        ),
      );
      page.cleanup();
    }
    return paragraphsOfPdf(pages);
  } finally {
    await task.destroy();
  }
}
