/** Cells of a table of facts are phrases; cells that lay out a page hold paragraphs. */
const FACT_CELL_WORDS = 15;
const CHARS_PER_WORD = 6;

/** A table of one column or two rows is too small to tell, and a page's frame is often just that. */
const FEWEST_ROWS = 2;
const FEWEST_COLUMNS = 2;

/** Whether a table states facts, row by row, and has no running text to be read. */
export function isDataTable(element: Element): boolean {
  if (!(element instanceof HTMLTableElement) || element.getAttribute('role') === 'presentation') return false;
  // Only layout nests tables.
  if (element.querySelector('table')) return false;
  const rows = [...element.rows];
  const cells = rows.flatMap((row) => [...row.cells]);
  if (rows.length < FEWEST_ROWS || cells.length < rows.length * FEWEST_COLUMNS) return false;
  const filled = cells.map((cell) => (cell.textContent ?? '').trim().length).filter((length) => length > 0);
  const words = filled.reduce((sum, length) => sum + length, 0) / CHARS_PER_WORD;
  if (words < filled.length * FACT_CELL_WORDS) return true;
  return element.tHead !== null || element.caption !== null;
}
