import { describe, expect, it, vi } from 'vitest';
import type { Detector } from '../../../lib/detector/detector.ts';
import type { Prepared } from '../../../lib/detector/engine.ts';
import type { Score } from '../../../lib/detector/verdict.ts';
import { Host, type HostOptions } from '../../../lib/hosting/host.ts';
import { isFromPrivateWindow } from '../../../lib/hosting/router.ts';
import type { ScoreMemory } from '../../../lib/hosting/score-memory.ts';
import type { SecondOpinions } from '../../../lib/hosting/second-opinions.ts';
import type { HostAnswer, HostRequest, PassageToScore } from '../../../lib/protocol/messages.ts';

const score = (depth: Score['depth']): Score => ({
  verdict: 'possibly-ai',
  probability: 0.5,
  logit: 0,
  tokens: 99,
  words: 80,
  depth,
  sentences: [{ start: 0, end: 9, evidence: 0.25 }],
});

/** An engine that needs no model: what `full` does is the test's choice. */
function fakeEngine(full: (prepared: Prepared, between: () => Promise<void>) => Promise<Score>): Detector {
  return {
    manifest: { id: 'fake', version: '1' },
    prepare: (text) => ({
      words: 80,
      isProse: true,
      ids: [text.length],
      spans: [],
      counts: [1],
      wide: new Float32Array(1),
    }),
    first: () => score(0),
    isSettled: () => false,
    full: (prepared, _, between = async () => undefined) => full(prepared, between),
    evidenceOf: ({ sentences }) => sentences.map(({ evidence }) => evidence),
    recall: () => score(1),
    unit: () => ({ verdict: 'too-short', probability: null, logit: null, tokens: 0 }),
    readDeeply: async () => undefined,
    warm: async () => undefined,
    release: async () => undefined,
  };
}

function start(options: Partial<HostOptions> & { engine?: Detector }): {
  host: Host;
  answers: HostAnswer['answer'][];
} {
  const answers: HostAnswer['answer'][] = [];
  const engine = options.engine ?? fakeEngine(async () => score(1));
  const host = new Host({
    open: async () => ({ engine, backend: 'wasm' as const, threads: 1, atOnce: 1 }),
    post: ({ answer }) => answers.push(answer),
    onIdle: () => undefined,
    idleMs: 60_000,
    ...options,
  });
  return { host, answers };
}

const passage = (id: string, rank: PassageToScore['rank'] = 1): PassageToScore => ({
  id,
  text: `text ${id}`,
  rank,
  language: 'en',
});

function asking(passages: PassageToScore[], client = 'tab', memoryDays = 7): HostRequest {
  return { client, sensitivity: 'balanced', memoryDays, request: { type: 'score', passages } };
}

function finals(answers: HostAnswer['answer'][]): string[] {
  return answers.flatMap((answer) =>
    answer.type === 'scores' ? answer.results.filter(({ final }) => final).map(({ id }) => id) : [],
  );
}

const refusals = (answers: HostAnswer['answer'][]) => answers.filter(({ type }) => type === 'refused');

describe('the host', () => {
  it('answers after its engine has failed once, with a new one', async () => {
    let runs = 0;
    const engine = fakeEngine(async () => {
      if (runs++ === 0) throw new Error('out of memory');
      return score(1);
    });
    const open = vi.fn(async () => ({ engine, backend: 'wasm' as const, threads: 1, atOnce: 1 }));
    const { host, answers } = start({ open });
    await host.handle(asking([passage('a')]));
    expect(finals(answers)).toEqual(['a']);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('refuses in words what fails twice, and answers the next request', async () => {
    let isBroken = true;
    const engine = fakeEngine(async () => {
      if (isBroken) throw new Error('out of memory');
      return score(1);
    });
    const { host, answers } = start({ engine });
    await host.handle(asking([passage('a')]));
    expect(refusals(answers)).toEqual([{ type: 'refused', ids: ['a'], reason: 'out of memory' }]);
    isBroken = false;
    await host.handle(asking([passage('b')]));
    expect(finals(answers)).toEqual(['b']);
  });

  it('refuses in words where no engine can be opened, units included, and tries again the next time', async () => {
    let isBroken = true;
    const engine = fakeEngine(async () => score(1));
    const open = async () => {
      if (isBroken) throw new Error('The model file wide.bin is damaged.');
      return { engine, backend: 'wasm' as const, threads: 1, atOnce: 1 };
    };
    const { host, answers } = start({ open });
    await host.handle(asking([passage('a')]));
    const request = { type: 'pool' as const, unit: 'u', scores: [] };
    await host.handle({ client: 'tab', sensitivity: 'balanced', memoryDays: 7, request });
    expect(refusals(answers)).toHaveLength(1);
    isBroken = false;
    await host.handle(asking([passage('b')]));
    expect(finals(answers)).toEqual(['b']);
  });

  it('lets a selection overtake a long passage that is being read', async () => {
    const order: number[] = [];
    let askSelection = (): void => undefined;
    const engine = fakeEngine(async ({ ids }, between) => {
      if (ids[0] === 'text long'.length) {
        askSelection();
        await between();
      }
      order.push(ids[0] ?? 0);
      return score(1);
    });
    const { host } = start({ engine });
    askSelection = () => void host.handle(asking([passage('selection', 0)], 'other'));
    await host.handle(asking([passage('long', 2)]));
    expect(order).toEqual(['text selection'.length, 'text long'.length]);
  });

  it('reads nothing more for a tab that has left', async () => {
    const read: number[] = [];
    const engine = fakeEngine(async ({ ids }) => {
      read.push(ids[0] ?? 0);
      return score(1);
    });
    const { host } = start({ engine });
    const scoring = host.handle(asking([passage('a'), passage('bb'), passage('ccc')]));
    await host.handle({ client: 'tab', sensitivity: 'balanced', memoryDays: 7, request: { type: 'leave' } });
    await scoring;
    expect(read).toEqual([]);
  });

  it('reads nothing before everybody has a first answer, but for what is selected', async () => {
    const order: string[] = [];
    const engine = fakeEngine(async ({ ids }) => {
      order.push(`read ${ids[0]}`);
      return score(1);
    });
    const texts = (lengths: number[], rank: PassageToScore['rank'] = 2): PassageToScore[] =>
      lengths.map((length) => ({ id: `${length}`, text: 'x'.repeat(length), rank, language: 'en' }));
    const slow: Detector = {
      ...engine,
      prepare: (text) => {
        // Longer than a slice: the door opens after each passage.
        for (const ends = performance.now() + 9; performance.now() < ends; );
        order.push(`prepare ${text.length}`);
        return engine.prepare(text);
      },
    };
    const { host } = start({ engine: slow });
    const first = host.handle(asking(texts([1, 2, 3])));
    const second = host.handle(asking(texts([4]), 'other'));
    const selected = host.handle(asking(texts([5], 0), 'third'));
    await Promise.all([first, second, selected]);
    expect(order.indexOf('read 5')).toBeLessThan(order.indexOf('prepare 3'));
    expect(Math.min(...[1, 2, 3, 4].map((n) => order.indexOf(`read ${n}`)))).toBeGreaterThan(
      Math.max(...[1, 2, 3, 4].map((n) => order.indexOf(`prepare ${n}`))),
    );
  });

  it('says so where a text cannot be prepared, and reads on for everybody else', async () => {
    const engine = fakeEngine(async () => score(1));
    const prepare = (text: string): Prepared => {
      if (text === 'text odd') throw new Error('an odd text');
      return engine.prepare(text);
    };
    const { host, answers } = start({ engine: { ...engine, prepare } });
    await host.handle(asking([passage('odd')]));
    expect(refusals(answers)).toEqual([{ type: 'refused', ids: ['odd'], reason: 'an odd text' }]);
    await host.handle(asking([passage('a')], 'other'));
    expect(finals(answers)).toEqual(['a']);
  });

  it('forgets what it has answered, also where a client asks twice at a time', async () => {
    const { host, answers } = start({});
    for (let round = 0; round < 12; round++) {
      const texts = (half: string) => Array.from({ length: 500 }, (_, i) => passage(`${round} ${half} ${i}`));
      await Promise.all([host.handle(asking(texts('a'))), host.handle(asking(texts('b')))]);
    }
    expect(refusals(answers)).toEqual([]);
  });

  it('refuses a client that asks for more than any page has', async () => {
    const { host, answers } = start({ engine: fakeEngine(() => new Promise(() => undefined)) });
    for (let batch = 0; batch < 13; batch++) {
      void host.handle(asking(Array.from({ length: 500 }, (_, i) => passage(`${batch}-${i}`))));
    }
    await vi.waitFor(() => expect(refusals(answers).length).toBeGreaterThan(0), { timeout: 5000 });
  });
});

describe('a choice of model, at the host', () => {
  it('opens the model that the message names, and ends itself for another one', async () => {
    const engine = fakeEngine(async () => score(1));
    const open = vi.fn(async () => ({ engine, backend: 'wasm' as const, threads: 1, atOnce: 1 }));
    const onIdle = vi.fn();
    const { host } = start({ open, onIdle });
    await host.handle({ ...asking([passage('a')]), model: 'own' });
    expect(open).toHaveBeenCalledWith(expect.objectContaining({ model: 'own' }), expect.anything());
    expect(onIdle).not.toHaveBeenCalled();
    await host.handle({ ...asking([passage('b')]), model: 'another' });
    expect(onIdle).toHaveBeenCalledOnce();
  });

  it('says why the bundled model judges instead', async () => {
    const engine = fakeEngine(async () => score(1));
    const notice = 'The file model.onnx is damaged.';
    const open = async () => ({ engine, backend: 'wasm' as const, threads: 1, atOnce: 1, notice });
    const { host, answers } = start({ open });
    await host.handle({ ...asking([passage('a')]), model: 'own' });
    const statuses = answers.flatMap((answer) => (answer.type === 'engine' ? [answer.status] : []));
    expect(statuses.at(-1)).toMatchObject({ phase: 'ready', notice });
  });

  it('remembers scores under the very model, whatever name it gives itself', async () => {
    const engine = fakeEngine(async () => score(1));
    const keep = vi.fn(async () => undefined);
    const memory = { recall: async () => [], keep } as unknown as ScoreMemory;
    const open = async () => ({ engine, key: 'own 1', backend: 'wasm' as const, threads: 1, atOnce: 1 });
    const { host } = start({ open, memory });
    await host.handle(asking([passage('a')]));
    expect(keep).toHaveBeenCalledWith('own 1 balanced', expect.anything(), [0.25], expect.anything());
  });

  it('asks the second model of the message, with the settings of the reader', async () => {
    const ask = vi.fn();
    const second = () => ({ ask, leave: vi.fn(), isBusy: false }) as unknown as SecondOpinions;
    const { host } = start({ second });
    const question = {
      type: 'second-opinion' as const,
      id: 'a',
      text: 'x',
      language: 'en',
      withSentences: false,
    };
    await host.handle({ ...asking([]), secondModel: 'other', request: question });
    expect(ask).toHaveBeenCalledWith('tab', {
      model: 'other',
      threads: 0,
      sensitivity: 'balanced',
      question,
    });
  });
});

describe('the memory of scores, from the host', () => {
  const memory = () => ({
    recall: vi.fn(async () => [] as (number[] | null)[]),
    keep: vi.fn(async () => undefined),
    count: vi.fn(async () => 3),
    forget: vi.fn(async () => undefined),
    keepFor: vi.fn(),
  });
  const as = (fake: ReturnType<typeof memory>): ScoreMemory => fake as unknown as ScoreMemory;

  it('is asked first and told after, with the days that the reader allows', async () => {
    const fake = memory();
    const { host } = start({ memory: as(fake) });
    await host.handle(asking([passage('a')]));
    expect(fake.recall).toHaveBeenCalledWith('fake 1 balanced', [expect.anything()], 7);
    expect(fake.keep).toHaveBeenCalledWith('fake 1 balanced', expect.anything(), [0.25], 7);
  });

  it('is asked once for all passages of a request', async () => {
    const fake = memory();
    fake.recall.mockResolvedValue([null, [0.25], null]);
    const read: number[] = [];
    const engine = fakeEngine(async ({ ids }) => {
      read.push(ids[0] ?? 0);
      return score(1);
    });
    const { host, answers } = start({ memory: as(fake), engine });
    await host.handle(asking([passage('a'), passage('bb'), passage('ccc')]));
    expect(fake.recall).toHaveBeenCalledOnce();
    expect(finals(answers).sort()).toEqual(['a', 'bb', 'ccc']);
    expect(read).toEqual(['text a'.length, 'text ccc'.length]);
  });

  it('spares the encoder what it knows', async () => {
    const fake = memory();
    fake.recall.mockResolvedValue([[0.25]]);
    const full = vi.fn(async () => score(1));
    const { host, answers } = start({ memory: as(fake), engine: fakeEngine(full) });
    await host.handle(asking([passage('a')]));
    expect(finals(answers)).toEqual(['a']);
    expect(full).not.toHaveBeenCalled();
  });

  it('is given 0 days by a private window, and by a sender of which the browser says nothing', () => {
    const tab = { incognito: true } as chrome.tabs.Tab;
    expect(isFromPrivateWindow({ tab })).toBe(true);
    expect(isFromPrivateWindow({})).toBe(true);
    expect(isFromPrivateWindow({ tab: { incognito: false } as chrome.tabs.Tab })).toBe(false);
  });

  it("is told the reader's own days by private windows too", async () => {
    const fake = memory();
    const { host } = start({ memory: as(fake) });
    await host.handle({ ...asking([passage('a')], 'private', 0), keptDays: 7 });
    expect(fake.keepFor).toHaveBeenLastCalledWith(7);
    expect(fake.recall).toHaveBeenCalledWith('fake 1 balanced', expect.anything(), 0);
    await host.handle({ ...asking([passage('b')], 'private', 0), keptDays: 0 });
    expect(fake.keepFor).toHaveBeenLastCalledWith(0);
  });

  it('takes what the process remembers with it when the reader sets 0 days', async () => {
    const full = vi.fn(async () => score(1));
    const { host } = start({ engine: fakeEngine(full) });
    await host.handle({ ...asking([passage('a')]), keptDays: 7 });
    await host.handle({ ...asking([], 'tab', 0), keptDays: 0 });
    await host.handle({ ...asking([passage('a')]), keptDays: 7 });
    expect(full).toHaveBeenCalledTimes(2);
  });

  it('leaves nothing in the process either where 0 days are allowed', async () => {
    const full = vi.fn(async () => score(1));
    const { host } = start({ engine: fakeEngine(full) });
    await host.handle(asking([passage('a')], 'private', 0));
    await host.handle(asking([passage('a')], 'private', 0));
    expect(full).toHaveBeenCalledTimes(2);
  });

  it('is emptied and counted on request', async () => {
    const fake = memory();
    const { host, answers } = start({ memory: as(fake) });
    await host.handle({ client: 'q', sensitivity: 'balanced', memoryDays: 7, request: { type: 'forget' } });
    expect(fake.forget).toHaveBeenCalled();
    expect(answers).toContainEqual(expect.objectContaining({ type: 'report', remembered: 3 }));
  });
});
