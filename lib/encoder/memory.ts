const PAGE = 65_536;
/** 128 MB: five times what the bundled model takes. */
const MOST_PAGES = 2048;
/** So that vectors never straddle a cache line more than they must. */
const ALIGNMENT = 64;

/** Linear memory that only grows: a model's constants and working space are taken once and live as long as it. */
export class Memory {
  readonly wasm = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  #end = ALIGNMENT; // nothing is at address 0

  /** Room for so many bytes. @returns its address @throws RangeError where the machine has no more memory to give */
  take(bytes: number): number {
    const at = this.#end;
    this.#end = roundUp(at + bytes, ALIGNMENT);
    const missing = this.#end - this.wasm.buffer.byteLength;
    if (missing > 0) this.wasm.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Copies bytes into memory for good. */
  put(bytes: Uint8Array): number {
    const at = this.take(bytes.length);
    this.bytes(at, bytes.length).set(bytes);
    return at;
  }

  // Views are for the moment: the next `take` may move the buffer.

  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.wasm.buffer, at, count);
  }

  integers(at: number, count: number): Int32Array {
    return new Int32Array(this.wasm.buffer, at, count);
  }

  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.wasm.buffer, at, count);
  }
}

/** The least multiple of `step` that is not below `value`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
