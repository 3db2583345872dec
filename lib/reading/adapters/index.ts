import type { Adapter } from './adapter.ts';

const ADAPTERS: readonly Adapter[] = [];

export function adapterFor(document: Document): Adapter | null {
  return ADAPTERS.find((adapter) => adapter.matches(document)) ?? null;
}
