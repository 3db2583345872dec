import type { Unusable } from '../protocol/messages.ts';

/** A way of running the encoder that cannot be used here. */
export class UnusableError extends Error {
  readonly reason: Unusable;

  constructor(reason: Unusable, cause?: unknown) {
    super(`WebGPU cannot be used: ${reason}`, { cause });
    this.name = 'UnusableError';
    this.reason = reason;
  }
}
