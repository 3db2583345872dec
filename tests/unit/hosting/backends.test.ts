import { describe, expect, it, vi } from 'vitest';
import type { Detector } from '../../../lib/detector/detector.ts';
import type { Encoder } from '../../../lib/detector/encoder.ts';
import { Backends, prefersCard } from '../../../lib/hosting/backends.ts';
import { EncoderPair } from '../../../lib/hosting/encoder-pair.ts';
import type { Where } from '../../../lib/hosting/host.ts';
import { isNear } from '../../../lib/hosting/parity.ts';
import { UnusableError } from '../../../lib/hosting/unusable.ts';
import { BUNDLED_MODEL } from '../../../lib/models/bundled.ts';
import type { Backend, Speed } from '../../../lib/protocol/messages.ts';

// The choice between backends, with encoders that only take time. What a real card does is in the browser's tests.

const IDS = Int32Array.of(101, 7, 8, 102);
const FOUND = { tokens: Float32Array.of(1, 1), depth: 1 };
const CARD: Where = { backend: 'webgpu', threads: 0 };
const PROCESSOR: Where = { backend: 'wasm', threads: 1 };

/** Finds the same in every text, some milliseconds later. */
function encoderOf(evidence = 1, ms = 0): Encoder {
  return {
    run: vi.fn(async (ids: Int32Array) => {
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      return { tokens: new Float32Array(ids.length - 2).fill(evidence), depth: 1 };
    }),
    release: vi.fn(async () => undefined),
  };
}

interface Started {
  backend?: Backend;
  processor?: Encoder;
  card?: () => Promise<Encoder>;
  known?: Speed[] | null;
  /** How many threads the machine's size suggests. */
  cores?: number;
}

async function start({ backend = 'auto', processor = encoderOf(), card, known = null, cores = 1 }: Started) {
  let kept = known;
  let encoder = processor;
  const moves: Where[] = [];
  const openOnWebGpu = vi.fn(card ?? (async () => encoderOf()));
  const backends = new Backends({
    startWasm: (threads) => ({
      threads: threads || cores,
      openEncoder: async () => processor,
      openSession: () => Promise.reject(),
    }),
    openOnWebGpu,
    openModel: async (_, runtime) => {
      encoder = await runtime.openEncoder(new Uint8Array());
      return { engine: {} as Detector, key: 'model 1' };
    },
    speeds: {
      recall: async () => kept,
      keep: async (_, speeds) => {
        kept = speeds;
      },
    },
    versions: async () => 'browser 1 model 1',
  });
  const opened = await backends.open({ threads: 0, model: BUNDLED_MODEL, backend }, (to) => moves.push(to));
  return { backends, opened, encoder, moves, openOnWebGpu, kept: () => kept };
}

const speeds = (wasm: number | null, webgpu: number | null): Speed[] => [
  { ...PROCESSOR, passageMs: wasm, unusable: null },
  { ...CARD, passageMs: webgpu, unusable: webgpu === null ? 'no-card' : null },
];

describe('the encoder', () => {
  it('begins on the processor and goes on on the card that was chosen', async () => {
    const card = encoderOf();
    const { opened, encoder, moves } = await start({ backend: 'webgpu', card: async () => card });
    expect(opened).toMatchObject(PROCESSOR);
    await vi.waitFor(() => expect(moves).toEqual([CARD]));
    await encoder.run(IDS);
    expect(card.run).toHaveBeenLastCalledWith(IDS, undefined);
  });

  it('stays on the processor where the card finds something else, and says so', async () => {
    const card = encoderOf(1.2);
    const { backends, moves } = await start({ backend: 'webgpu', card: async () => card });
    await vi.waitFor(() => expect(card.release).toHaveBeenCalled());
    expect(moves).toEqual([]);
    expect(await backends.speeds()).toEqual([{ ...CARD, passageMs: null, unusable: 'differs' }]);
  });

  it('stays on the processor where there is no card, and says so', async () => {
    const card = () => Promise.reject(new UnusableError('no-card'));
    const { backends, moves, openOnWebGpu } = await start({ backend: 'webgpu', card });
    await vi.waitFor(async () => expect(await backends.speeds()).toHaveLength(1));
    expect(openOnWebGpu).toHaveBeenCalledOnce();
    expect(moves).toEqual([]);
    expect(await backends.speeds()).toEqual([{ ...CARD, passageMs: null, unusable: 'no-card' }]);
  });

  it('never asks for a card where the processor was chosen', async () => {
    const { backends, openOnWebGpu } = await start({ backend: 'wasm', known: speeds(50, 5) });
    await backends.whenQuiet(new AbortController().signal);
    expect(openOnWebGpu).not.toHaveBeenCalled();
  });
});

describe('left to itself, it', () => {
  const signal = new AbortController().signal;

  it('measures in the first quiet moment, keeps that, and takes a card that is worth it', async () => {
    const { backends, moves, kept } = await start({
      processor: encoderOf(1, 40),
      card: async () => encoderOf(1, 1),
    });
    expect(moves).toEqual([]);
    await backends.whenQuiet(signal);
    expect(kept()).toMatchObject([{ backend: 'wasm' }, { backend: 'webgpu', unusable: null }]);
    expect(moves).toEqual([CARD]);
  });

  it('gives back a card that is no faster', async () => {
    const card = encoderOf(1, 20);
    const { backends, moves } = await start({ processor: encoderOf(1, 1), card: async () => card });
    await backends.whenQuiet(signal);
    expect(moves).toEqual([]);
    expect(card.release).toHaveBeenCalled();
  });

  it('does not measure again what it knows, and begins with what was faster', async () => {
    const { backends, moves, openOnWebGpu } = await start({ known: speeds(50, 5) });
    await vi.waitFor(() => expect(moves).toEqual([CARD]));
    await backends.whenQuiet(signal);
    expect(openOnWebGpu).toHaveBeenCalledOnce();
  });

  it('stops measuring when work comes, keeps nothing of it, and gives the card back', async () => {
    const work = new AbortController();
    const card = encoderOf(1, 5);
    const { backends, kept } = await start({
      card: async () => {
        setTimeout(() => work.abort(), 20);
        return card;
      },
    });
    await expect(backends.whenQuiet(work.signal)).rejects.toThrow();
    expect(kept()).toBeNull();
    expect(card.release).toHaveBeenCalled();
  });

  it('reads one passage at a time where several at a time were hardly faster', async () => {
    const measured = (several: number): Speed[] => [
      { backend: 'wasm', threads: 1, passageMs: 50, unusable: null },
      { backend: 'wasm', threads: 4, passageMs: several, unusable: null },
    ];
    expect((await start({ cores: 4, known: measured(45) })).opened.threads).toBe(1);
    expect((await start({ cores: 4, known: measured(20) })).opened.threads).toBe(4);
    expect((await start({ cores: 4 })).opened.threads).toBe(4);
  });

  it('measures one thread and several', async () => {
    const { backends, kept } = await start({ cores: 4, processor: encoderOf(1, 5) });
    await backends.whenQuiet(signal);
    const [one, several] = kept() ?? [];
    expect([one?.threads, several?.threads]).toEqual([1, 4]);
    expect(several?.passageMs ?? 0).toBeLessThan((one?.passageMs ?? 0) / 2);
  });

  it('prefers a card only where it is clearly faster', () => {
    expect(prefersCard('auto', [])).toBe(false);
    expect(prefersCard('auto', speeds(50, null))).toBe(false);
    expect(prefersCard('auto', speeds(50, 45))).toBe(false);
    expect(prefersCard('auto', speeds(50, 30))).toBe(true);
    expect(prefersCard('wasm', speeds(50, 5))).toBe(false);
    expect(prefersCard('webgpu', [])).toBe(true);
  });
});

describe('a card that is lost', () => {
  it('leaves what it was reading to the processor, and is told of once', async () => {
    const onLost = vi.fn();
    const pair = new EncoderPair(encoderOf(1), onLost);
    pair.use({ run: () => Promise.reject(new Error('lost')), release: async () => undefined });
    const both = await Promise.all([pair.run(IDS), pair.run(IDS)]);
    expect(both).toEqual([FOUND, FOUND]);
    expect(onLost).toHaveBeenCalledOnce();
    expect(pair.card).toBeNull();
  });

  it('may also hang', async () => {
    vi.useFakeTimers();
    try {
      const pair = new EncoderPair(encoderOf(1), () => undefined);
      pair.use({ run: () => new Promise(() => undefined), release: async () => undefined });
      const reading = pair.run(IDS);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await reading).toEqual(FOUND);
    } finally {
      vi.useRealTimers();
    }
  });

  it('may also give what is no number', async () => {
    const pair = new EncoderPair(encoderOf(1), () => undefined);
    pair.use(encoderOf(Number.NaN));
    expect(await pair.run(IDS)).toEqual(FOUND);
  });
});

describe('evidence', () => {
  const reference = Float32Array.of(1, -1, 0.5);

  it('is near where rounding alone is between', () => {
    expect(isNear(Float32Array.of(1.02, -1, 0.48), reference)).toBe(true);
  });

  it('is not near where it is wrong, missing or no number', () => {
    expect(isNear(Float32Array.of(1, -1, -0.5), reference)).toBe(false);
    expect(isNear(Float32Array.of(0, 0, 0), reference)).toBe(false);
    expect(isNear(Float32Array.of(1, -1), reference)).toBe(false);
    expect(isNear(Float32Array.of(1, Number.NaN, 0.5), reference)).toBe(false);
  });
});
