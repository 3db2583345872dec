import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Slot } from './store.ts';

/** A slot whose SHA-256 is kept while it is filled: the browser's own digest wants the whole file in memory. */
export class HashedSlot {
  readonly #slot: Slot;
  #hash = sha256.create();

  /** Reads what the slot already holds. */
  constructor(slot: Slot) {
    this.#slot = slot;
    for (const piece of slot.pieces()) this.#hash.update(piece);
  }

  get size(): number {
    return this.#slot.size;
  }

  append(piece: Uint8Array): void {
    this.#slot.append(piece);
    this.#hash.update(piece);
  }

  empty(): void {
    this.#slot.empty();
    this.#hash = sha256.create();
  }

  /** The SHA-256 of all that the slot holds. */
  digest(): string {
    return bytesToHex(this.#hash.clone().digest());
  }
}
