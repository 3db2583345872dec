import type { CDPSession, Page } from 'playwright-core';

// Long tasks by the processor time they took, from the browser's own trace: on a busy machine a task's wall time says
// more about the machine than about the task.

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Processor time of the thread, in microseconds. */
  tdur?: number;
  args: object;
}

export interface Tasks {
  /**
   * The longest task on the page's main thread in which our content script ran, in milliseconds of processor time.
   * A full garbage collection that ends in it is not counted: how long that is depends on how much the page itself
   * holds, whoever's script is running.
   */
  longestMs: number;
  /** What the longest task did, for whoever has to shorten it: `name ms` of its longest parts. */
  parts: string[];
}

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'blink.user_timing',
];

/** Records what a page's main thread does from now until the returned function is called. */
export async function recordTasks(page: Page): Promise<() => Promise<Tasks>> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('Chromium gave no browser to speak to.');
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES },
  });
  return async () => {
    // Names the page's thread in the trace. Not by the driver's own `evaluate`: hostile pages break that.
    const mark = `end of the recording ${Math.random()}`;
    const own = await page.context().newCDPSession(page);
    await own.send('Runtime.evaluate', { expression: `void performance.mark('${mark}')` });
    await own.detach();
    await ended(session);
    await session.detach();
    return longest(events, mark);
  };
}

function ended(session: CDPSession): Promise<void> {
  return new Promise((resolve, reject) => {
    session.once('Tracing.tracingComplete', () => resolve());
    session.send('Tracing.end').catch(reject);
  });
}

function longest(events: readonly TraceEvent[], mark: string): Tasks {
  const main = events.find(({ name }) => name === mark);
  if (!main) throw new Error('The trace does not know the page.');
  const own = events.filter(
    ({ pid, tid, tdur }) => pid === main.pid && tid === main.tid && tdur !== undefined,
  );
  // Only tasks in which our world ran: a page of hostile size is slow by itself.
  const ours = own
    .filter(({ args }) => JSON.stringify(args).includes('"worldName":"Telltale"'))
    .map(({ ts }) => ts);
  ours.sort((a, b) => a - b);
  const tasks = own
    .filter(({ name }) => name.endsWith('RunTask'))
    .filter(({ ts, dur = 0 }) => {
      const next = ours.find((at) => at >= ts);
      return next !== undefined && next <= ts + dur;
    });
  if (tasks.length === 0) throw new Error('Nothing of ours ran.');
  const collections = own.filter(({ name }) => name === 'MajorGC');
  const ownTime = (task: TraceEvent): number =>
    timeOf(task) - collections.filter(isIn(task)).reduce((sum, event) => sum + timeOf(event), 0);
  const worst = tasks.reduce((a, b) => (ownTime(b) > ownTime(a) ? b : a));
  const inside = own.filter((event) => event !== worst && isIn(worst)(event));
  inside.sort((a, b) => timeOf(b) - timeOf(a));
  return {
    longestMs: ownTime(worst),
    parts: inside
      .slice(0, 8)
      .map((event) => `${event.name} ${timeOf(event)} ${JSON.stringify(event.args).slice(0, 300)}`),
  };
}

const isIn =
  (task: TraceEvent) =>
  ({ ts }: TraceEvent): boolean =>
    ts >= task.ts && ts <= task.ts + (task.dur ?? 0);

const timeOf = ({ tdur = 0 }: TraceEvent): number => tdur / 1000;
