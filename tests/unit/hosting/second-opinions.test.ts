import { describe, expect, it, vi } from 'vitest';
import {
  type OpinionRequest,
  type OpinionWorker,
  SecondOpinions,
} from '../../../lib/hosting/second-opinions.ts';
import type { SecondOpinion } from '../../../lib/protocol/messages.ts';

const DONE: SecondOpinion = {
  phase: 'done',
  name: 'Another',
  verdict: null,
  probability: 0.5,
  words: 80,
  sentences: null,
};

function requestOf(id: string, more: Partial<OpinionRequest> = {}, withSentences = false): OpinionRequest {
  const question = { type: 'second-opinion' as const, id, text: id, language: 'en', withSentences };
  return { model: 'another', threads: 1, sensitivity: 'balanced', question, ...more };
}

/** Workers that the test answers for. */
function start() {
  const workers: (OpinionWorker & { asked: string[]; isOver: boolean })[] = [];
  const posted: string[] = [];
  const opinions = new SecondOpinions({
    start: () => {
      const worker = {
        asked: [] as string[],
        isOver: false,
        onmessage: null as OpinionWorker['onmessage'],
        onerror: null as OpinionWorker['onerror'],
        postMessage: ({ question }: OpinionRequest) => worker.asked.push(question.id),
        terminate: () => {
          worker.isOver = true;
        },
      };
      workers.push(worker as (typeof workers)[number]);
      return worker as OpinionWorker;
    },
    post: (client, id, opinion) => posted.push(`${client} ${id} ${opinion.phase}`),
    idleMs: 50,
  });
  const answer = (opinion = DONE): void =>
    workers.at(-1)?.onmessage?.({ data: opinion } as MessageEvent<SecondOpinion>);
  return { opinions, workers, posted, answer };
}

describe('the keeper of the second model', () => {
  it('asks one passage after the other, in one worker', () => {
    const { opinions, workers, posted, answer } = start();
    opinions.ask('a', requestOf('first'));
    opinions.ask('b', requestOf('second'));
    expect(workers[0]?.asked).toEqual(['first']);
    answer({ phase: 'loading' });
    answer();
    answer();
    expect(workers).toHaveLength(1);
    expect(posted).toEqual(['a first loading', 'a first done', 'b second done']);
  });

  it('lets a later question of the same page take the place of one that waits', () => {
    const { opinions, workers, answer } = start();
    opinions.ask('other', requestOf('running'));
    opinions.ask('a', requestOf('old'));
    opinions.ask('a', requestOf('new'));
    answer();
    answer();
    expect(workers[0]?.asked).toEqual(['running', 'new']);
  });

  it('refuses in words when too many wait', () => {
    const { opinions, posted } = start();
    for (let page = 0; page < 22; page++) opinions.ask(`page ${page}`, requestOf('id'));
    expect(posted).toEqual(['page 21 id failed']);
  });

  it('ends a long reading of sentences when its page has left, and goes on with the next', () => {
    const { opinions, workers } = start();
    opinions.ask('a', requestOf('long', {}, true));
    opinions.ask('b', requestOf('next'));
    opinions.leave('a');
    expect(workers[0]?.isOver).toBe(true);
    expect(workers[1]?.asked).toEqual(['next']);
  });

  it('starts another worker for another model', () => {
    const { opinions, workers, answer } = start();
    opinions.ask('a', requestOf('one'));
    answer();
    opinions.ask('a', requestOf('two', { model: 'third' }));
    expect(workers.map(({ isOver }) => isOver)).toEqual([true, false]);
  });

  it('gives the memory back when nobody asks any more', async () => {
    const { opinions, workers, answer } = start();
    opinions.ask('a', requestOf('one'));
    answer();
    expect(workers[0]?.isOver).toBe(false);
    await vi.waitFor(() => expect(workers[0]?.isOver).toBe(true));
  });

  it('says so when the worker has crashed, and starts another with the next question', () => {
    const { opinions, workers, posted } = start();
    opinions.ask('a', requestOf('one'));
    workers[0]?.onerror?.({} as ErrorEvent);
    expect(posted).toEqual(['a one failed']);
    opinions.ask('a', requestOf('two'));
    expect(workers[1]?.asked).toEqual(['two']);
  });
});
