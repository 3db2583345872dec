import type { Encoder, EncoderEvidence } from '../detector/encoder.ts';
import { within } from './within.ts';

// A card needs milliseconds, and one in software some seconds. A driver that hangs never says so.
const PATIENCE_MS = 30_000;

/**
 * The encoder on the processor, and on a graphics card from the moment that one has shown itself equal. A card may be lost
 * at any time (an update of its driver, a sleep, another page's fault): what it was reading, the processor reads again.
 */
export class EncoderPair implements Encoder {
  readonly processor: Encoder;
  readonly #onLost: () => void;
  #card: Encoder | null = null;

  /** @param onLost called when the card has failed and the processor has taken over */
  constructor(processor: Encoder, onLost: () => void) {
    this.processor = processor;
    this.#onLost = onLost;
  }

  get card(): Encoder | null {
    return this.#card;
  }

  /** Lets another card read from now on; null for none. The one before is given back. */
  use(card: Encoder | null): void {
    const before = this.#card;
    this.#card = card;
    if (before !== card) void before?.release().catch(() => undefined);
  }

  async run(ids: Int32Array, stopBelow?: readonly number[]): Promise<EncoderEvidence> {
    const card = this.#card;
    const evidence = card && (await within(PATIENCE_MS, card.run(ids, stopBelow)).catch(() => null));
    if (evidence?.tokens.every(Number.isFinite)) return evidence;
    // Of several that were under way only the first has anything to say.
    if (card && card === this.#card) {
      this.use(null);
      this.#onLost();
    }
    return this.processor.run(ids, stopBelow);
  }

  async release(): Promise<void> {
    this.use(null);
    await this.processor.release();
  }
}
