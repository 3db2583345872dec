/** The next place to stop at among marks in page order, after or before where the reader is; goes round. */
export function nextStop<T extends { id: string }>(
  marks: readonly T[],
  current: string | null,
  by: 1 | -1,
): T | null {
  if (marks.length === 0) return null;
  const at = marks.findIndex(({ id }) => id === current);
  if (at === -1) return (by === 1 ? marks[0] : marks.at(-1)) ?? null;
  return marks[(at + by + marks.length) % marks.length] ?? null;
}
