import type { Encoder } from '../detector/encoder.ts';
import { once } from '../detector/once.ts';
import { BUNDLED_MODEL } from '../models/bundled.ts';
import type { Runtime } from '../models/load.ts';
import type { Backend, Speed, Unusable } from '../protocol/messages.ts';
import { EncoderPair } from './encoder-pair.ts';
import type { Choice, Opened, Where } from './host.ts';
import type { OpenedModel } from './open-model.ts';
import { agrees } from './parity.ts';
import type { SpeedMemory } from './speed-memory.ts';
import { timeEncoder } from './time-passage.ts';
import { UnusableError } from './unusable.ts';
import { within } from './within.ts';

export interface BackendsOptions {
  startWasm: (threads: number) => Runtime & { threads: number };
  /** @throws UnusableError */
  openOnWebGpu: () => Promise<Encoder>;
  openModel: (model: string, runtime: Runtime) => Promise<OpenedModel>;
  speeds: Pick<SpeedMemory, 'recall' | 'keep'>;
  /** The versions of the browser and of the bundled model: what was measured holds for these. */
  versions: () => Promise<string>;
}

// More threads and a card take memory, and what else the machine does: a little faster is not worth it.
const WORTH_SHARE = 0.8;

// Opening takes about a second. Some browsers never answer where a driver hangs.
const OPENING_MS = 60_000;

/**
 * The ways of running the bundled model's encoder, and the choice between them. It begins on the processor always, which
 * is soon ready and right everywhere; a graphics card takes over once it is open and has found what the processor finds.
 */
export class Backends {
  readonly #options: BackendsOptions;
  readonly #versions: () => Promise<string>;
  #chosen: Backend = 'auto';
  #processor: Where = { backend: 'wasm', threads: 1 };
  #moved: (where: Where) => void = () => undefined;
  /** The bundled model's encoder, once it is open. */
  #pair: EncoderPair | null = null;
  /** The card is being opened, or put away. */
  #settling: Promise<void> = Promise.resolve();
  /** Why the card is not in use, where this worker has tried it. */
  #unusable: Unusable | null = null;

  constructor(options: BackendsOptions) {
    this.#options = options;
    this.#versions = once(options.versions);
  }

  /**
   * Opens a model.
   * @param moved told when its encoder goes on elsewhere
   */
  async open({ threads, model, backend }: Choice, moved: (where: Where) => void): Promise<Opened> {
    const { threads: used, ...runtime } = this.#options.startWasm(threads || (await this.#suitedThreads()));
    this.#chosen = backend;
    this.#processor = { backend: 'wasm', threads: used };
    this.#moved = moved;
    this.#pair = null;
    const openEncoder: Runtime['openEncoder'] = async (graph) =>
      this.#begin(await runtime.openEncoder(graph));
    // The kernels are made for the bundled model; others run where they always did.
    const opened = await this.#options.openModel(
      model,
      model === BUNDLED_MODEL ? { ...runtime, openEncoder } : runtime,
    );
    return { ...opened, ...this.#processor, atOnce: used + 1 };
  }

  /** How fast each backend was when it was measured, and why one cannot be used. */
  async speeds(): Promise<Speed[]> {
    const known = (await this.#options.speeds.recall(await this.#versions())) ?? [];
    if (!this.#unusable) return known;
    return [...known.filter(({ backend }) => backend !== 'webgpu'), unusableCard(this.#unusable)];
  }

  /**
   * Times each backend, and lets the better one read where the choice is left to us.
   * @returns false where the bundled model's encoder is not open
   * @throws where the signal is aborted
   */
  async measure(signal?: AbortSignal): Promise<boolean> {
    await this.#settling;
    const pair = this.#pair;
    if (!pair) return false;
    const speeds: Speed[] = [];
    for (const threads of new Set([1, this.#processor.threads])) {
      const passageMs = await timeEncoder(pair.processor, threads, signal);
      speeds.push({ ...this.#processor, threads, passageMs, unusable: null });
    }
    speeds.push(await this.#timeCard(pair, signal));
    await this.#options.speeds.keep(await this.#versions(), speeds);
    await this.#settle(pair, speeds);
    return true;
  }

  /** For an idle moment: measures, where the choice is left to us and nothing is known yet. */
  async whenQuiet(signal: AbortSignal): Promise<void> {
    if (this.#chosen !== 'auto' || !this.#pair) return;
    if (await this.#options.speeds.recall(await this.#versions())) return;
    await this.measure(signal);
  }

  #begin(processor: Encoder): Encoder {
    const pair = new EncoderPair(processor, () => {
      this.#unusable = 'lost';
      this.#moved(this.#processor);
    });
    this.#pair = pair;
    // Not waited for: the processor reads until the card is ready.
    this.#settling = this.speeds().then((speeds) => this.#settle(pair, speeds));
    return pair;
  }

  /** One, where more were measured to be hardly faster; else 0, which leaves it to the machine's size. */
  async #suitedThreads(): Promise<number> {
    const known = (await this.speeds()).filter(({ backend }) => backend === 'wasm');
    const several = fastest(known, ({ threads }) => threads > 1);
    const one = fastest(known, ({ threads }) => threads === 1);
    return Number.isFinite(several) && several > WORTH_SHARE * one ? 1 : 0;
  }

  /** Lets the card read, or no longer, as the choice and the measurement say. */
  async #settle(pair: EncoderPair, speeds: readonly Speed[]): Promise<void> {
    if (prefersCard(this.#chosen, speeds) === (pair.card !== null)) return;
    const card = pair.card ? null : await this.#openCard(pair.processor);
    if (card === pair.card) return;
    pair.use(card);
    this.#moved(card ? CARD : this.#processor);
  }

  async #timeCard(pair: EncoderPair, signal: AbortSignal | undefined): Promise<Speed> {
    const card = pair.card ?? (await this.#openCard(pair.processor));
    if (!card) return unusableCard(this.#unusable ?? 'refused');
    try {
      return { ...CARD, passageMs: await timeEncoder(card, 1, signal), unusable: null };
    } catch {
      signal?.throwIfAborted();
      return unusableCard('lost');
    } finally {
      if (card !== pair.card) await card.release();
    }
  }

  /** The card, once it has found what the processor finds; null where it cannot be used, and then it is known why. */
  async #openCard(processor: Encoder): Promise<Encoder | null> {
    try {
      const card = await within(OPENING_MS, this.#options.openOnWebGpu());
      const isRight = await within(OPENING_MS, agrees(card, processor));
      this.#unusable = isRight ? null : 'differs';
      if (isRight) return card;
      await card.release();
    } catch (error) {
      this.#unusable = error instanceof UnusableError ? error.reason : 'lost';
    }
    return null;
  }
}

const CARD: Where & { backend: 'webgpu' } = { backend: 'webgpu', threads: 0 };

function unusableCard(reason: Unusable): Speed {
  return { ...CARD, passageMs: null, unusable: reason };
}

/** Whether the card is to read: by the reader's word, or where it was measured to be worth it. */
export function prefersCard(chosen: Backend, speeds: readonly Speed[]): boolean {
  if (chosen !== 'auto') return chosen === 'webgpu';
  const msOf = (of: Speed['backend']): number => fastest(speeds, ({ backend }) => backend === of);
  return msOf('webgpu') < WORTH_SHARE * msOf('wasm');
}

/** Milliseconds; Infinity where none of these was measured. */
function fastest(speeds: readonly Speed[], isMeant: (speed: Speed) => boolean): number {
  return Math.min(...speeds.filter(isMeant).map(({ passageMs }) => passageMs ?? Number.POSITIVE_INFINITY));
}
