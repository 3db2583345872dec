/** Remembers the latest answers, bounded by the total length of their keys. Least recently used goes first. */
export class Memo<V> {
  readonly #values = new Map<string, V>();
  readonly #maxChars: number;
  #chars = 0;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    if (key.length > this.#maxChars) return;
    if (this.#values.delete(key)) this.#chars -= key.length;
    this.#values.set(key, value);
    this.#chars += key.length;
    for (const oldest of this.#values.keys()) {
      if (this.#chars <= this.#maxChars) break;
      this.#values.delete(oldest);
      this.#chars -= oldest.length;
    }
  }

  clear(): void {
    this.#values.clear();
    this.#chars = 0;
  }
}
