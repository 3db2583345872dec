import { messageOf } from '../message-of.ts';

const FOR_WANT_OF_MEMORY =
  /bad_alloc|out of memory|\bOOM\b|allocation failed|(could not|cannot|failed to) allocate|unable to grow|memory size exceeded|^\d+$/i;

/**
 * Whether the runtime failed for want of memory. Its WASM cannot grow any more, and what it throws then depends on where
 * it stood: an error of C++ by name, or the same as a bare number (its address), which crosses the border unread.
 */
export function isOutOfMemory(error: unknown): boolean {
  return FOR_WANT_OF_MEMORY.test(messageOf(error));
}
