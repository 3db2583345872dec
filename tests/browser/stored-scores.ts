import type { Page } from 'playwright-core';

export interface Stored {
  hash: string;
  evidence: number[];
  at: number;
}

/** Everything in the score memory's database, as one of our own pages can read it. */
export function storedScores(own: Page): Promise<Stored[]> {
  return own.evaluate(
    () =>
      new Promise<Stored[]>((resolve, reject) => {
        const opening = indexedDB.open('telltale-scores');
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => resolve([]);
        opening.onsuccess = () => {
          const database = opening.result;
          const all = database.transaction('scores').objectStore('scores').getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            database.close();
            resolve(all.result as Stored[]);
          };
        };
      }),
  );
}

/** Replaces what is remembered of every text by an evidence that no text has. */
export function falsifyScores(own: Page): Promise<void> {
  return own.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('telltale-scores');
        opening.onsuccess = () => {
          const database = opening.result;
          const change = database.transaction('scores', 'readwrite');
          const cursors = change.objectStore('scores').openCursor();
          cursors.onsuccess = () => {
            const cursor = cursors.result;
            if (!cursor) return;
            const { evidence, ...entry } = cursor.value as Stored;
            cursor.update({ ...entry, evidence: evidence.map(() => -1000) });
            cursor.continue();
          };
          change.onabort = () => reject(change.error);
          change.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
  );
}

/** Adds scores of texts that nobody has, as if they had been kept at this time and just after. */
export function addScores(own: Page, count: number, at: number): Promise<void> {
  return own.evaluate(
    ([count, at]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('telltale-scores');
        opening.onsuccess = () => {
          const database = opening.result;
          const change = database.transaction('scores', 'readwrite');
          for (let n = 0; n < count; n++) {
            change.objectStore('scores').put({ hash: `${at}-${n}`, evidence: [0], at: at + n });
          }
          change.onabort = () => reject(change.error);
          change.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    [count, at] as const,
  );
}
