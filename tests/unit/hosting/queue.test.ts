import { describe, expect, it } from 'vitest';
import { type Job, Queue } from '../../../lib/hosting/queue.ts';
import { Rank } from '../../../lib/protocol/messages.ts';

const prepared = { words: 0, isProse: true, ids: [], spans: [], counts: [], wide: new Float32Array() };

function job(client: string, id: string, rank: number): Job {
  const asked = { text: '', language: null, sensitivity: 'balanced' as const, memoryDays: 0, prepared };
  return { client, id, rank, ...asked, remembered: async () => null };
}

function drain(queue: Queue): string[] {
  const order: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) order.push(next.client + next.id);
  return order;
}

describe('the queue', () => {
  it('serves a selection before what is visible, and that before the rest', () => {
    const queue = new Queue();
    queue.add(job('a', '1', Rank.rest));
    queue.add(job('a', '2', Rank.visible));
    queue.add(job('b', '3', Rank.selection));
    expect(drain(queue)).toEqual(['b3', 'a2', 'a1']);
  });

  it('serves tabs in turn, whoever asked first for how much', () => {
    const queue = new Queue();
    for (const id of ['1', '2', '3']) queue.add(job('a', id, Rank.visible));
    queue.add(job('b', '4', Rank.visible));
    expect(drain(queue)).toEqual(['a1', 'b4', 'a2', 'a3']);
  });

  it('lets a passage jump ahead when it is scrolled to', () => {
    const queue = new Queue();
    queue.add(job('a', '1', Rank.near));
    queue.add(job('a', '2', Rank.rest));
    queue.rerank('a', ['2', 'unknown'], Rank.visible);
    expect(drain(queue)).toEqual(['a2', 'a1']);
  });

  it('forgets what is cancelled, and all of a tab that is closed', () => {
    const queue = new Queue();
    queue.add(job('a', '1', Rank.visible));
    queue.add(job('a', '2', Rank.visible));
    queue.add(job('b', '3', Rank.visible));
    queue.cancel('a', ['1']);
    expect(queue.size).toBe(2);
    queue.cancel('b', null);
    expect(drain(queue)).toEqual(['a2']);
  });
});
