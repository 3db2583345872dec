import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from '../../../lib/hosting/out-of-memory.ts';

describe('a failure of the runtime', () => {
  it.each([
    new Error("Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc"),
    new RangeError('WebAssembly.Memory(): could not allocate memory'),
    new RangeError('Array buffer allocation failed'),
    new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded'),
    new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory'),
    1060952,
  ])('%s means that there is no memory left', (error) => {
    expect(isOutOfMemory(error)).toBe(true);
  });

  it.each([
    new RangeError('Maximum call stack size exceeded'),
    new Error('The model file wide.bin is damaged. Reinstall Telltale to repair it.'),
    new Error('invalid input: expected 256 tokens, got 300'),
  ])('%s does not', (error) => {
    expect(isOutOfMemory(error)).toBe(false);
  });
});
