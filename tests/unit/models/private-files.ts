// The part of the browser's private file system that the store uses, in memory.

const notFound = (name: string): DOMException => new DOMException(`There is no ${name}.`, 'NotFoundError');

class MemoryFile {
  readonly kind = 'file';
  content = new Uint8Array();

  async getFile(): Promise<File> {
    return new File([this.content], 'file');
  }

  async createSyncAccessHandle(): Promise<Partial<FileSystemSyncAccessHandle>> {
    return {
      getSize: () => this.content.byteLength,
      read: (into, { at = 0 } = {}) => {
        const piece = this.content.subarray(at, at + into.byteLength);
        (into as Uint8Array).set(piece);
        return piece.byteLength;
      },
      write: (piece, { at = 0 } = {}) => {
        const grown = new Uint8Array(Math.max(this.content.byteLength, at + piece.byteLength));
        grown.set(this.content);
        grown.set(piece as Uint8Array, at);
        this.content = grown;
        return piece.byteLength;
      },
      truncate: (size) => {
        this.content = this.content.slice(0, size);
      },
      flush() {},
      close() {},
    };
  }
}

/** A folder in memory: `navigator.storage.getDirectory` may give one. */
export class MemoryFolder {
  readonly kind = 'directory';
  readonly #inside = new Map<string, MemoryFile | MemoryFolder>();

  entries(): MapIterator<[string, MemoryFile | MemoryFolder]> {
    return this.#inside.entries();
  }

  values(): MapIterator<MemoryFile | MemoryFolder> {
    return this.#inside.values();
  }

  async getDirectoryHandle(name: string, options?: FileSystemGetDirectoryOptions): Promise<MemoryFolder> {
    return this.#get(name, MemoryFolder, options);
  }

  async getFileHandle(name: string, options?: FileSystemGetFileOptions): Promise<MemoryFile> {
    return this.#get(name, MemoryFile, options);
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.#inside.delete(name)) throw notFound(name);
  }

  #get<T extends MemoryFile | MemoryFolder>(name: string, Kind: new () => T, { create = false } = {}): T {
    if (create && !this.#inside.has(name)) this.#inside.set(name, new Kind());
    const found = this.#inside.get(name);
    if (found instanceof Kind) return found;
    throw notFound(name);
  }
}
