import { type Browser, browser } from 'wxt/browser';
import {
  ASLEEP,
  type EngineReport,
  type HostAnswer,
  type HostReport,
  type HostRequest,
  OUT_OF_MEMORY,
  type PageAnswer,
  parse,
  schemas,
} from '../protocol/messages.ts';
import type { Settings } from '../settings/settings.ts';
import { countDropped } from './dropped.ts';
import { createHostLink, type HostLink } from './link.ts';

export interface RouterOptions {
  settings: () => Promise<Settings>;
  onTally: (port: Browser.runtime.Port, likely: number) => void;
}

/**
 * Carries messages between pages and the host, and keeps nothing that cannot be made again: when this process or
 * the host ends, the pages' ports close, and each page connects anew and asks again for what it still lacks.
 */
export class Router {
  readonly #options: RouterOptions;
  readonly #link: HostLink;
  readonly #pages = new Map<string, Browser.runtime.Port>();
  #status = ASLEEP;
  /** Who waits for the host to describe itself. */
  readonly #reporting = new Map<string, (report: HostReport | null) => void>();

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#link = createHostLink({
      onAnswer: (answer) => this.#deliver(answer),
      onLost: () => this.#dropPages(),
    });
  }

  /** Loads the engine before anyone asks for a score. */
  async warm(): Promise<void> {
    await this.#ask('background', { type: 'warm' }, false);
  }

  /** What the engine is and holds: after it was measured, or its memory emptied, where that is asked. */
  async report(request: 'describe' | 'forget' | 'measure'): Promise<EngineReport> {
    // A host that ends itself to begin anew with other settings answers the second time.
    const report = (await this.#askReport(request)) ?? (await this.#askReport(request));
    const { model = null, speeds = [], remembered = 0 } = report ?? {};
    return { status: this.#status, model, speeds, remembered };
  }

  async #askReport(request: 'describe' | 'forget' | 'measure'): Promise<HostReport | null> {
    const client = crypto.randomUUID();
    const answered = new Promise<HostReport | null>((resolve) => this.#reporting.set(client, resolve));
    await this.#ask(client, { type: request }, false);
    return answered;
  }

  addPage(port: Browser.runtime.Port): void {
    const client = crypto.randomUUID();
    this.#pages.set(client, port);
    // The browser's word, not the page's.
    const isPrivate = isFromPrivateWindow(port.sender);
    port.onMessage.addListener((message: unknown) => {
      const request = parse(schemas.pageRequest, message);
      if (!request) return countDropped('malformed');
      if (request.type === 'tally') this.#options.onTally(port, request.likely);
      else void this.#ask(client, request, isPrivate);
    });
    port.onDisconnect.addListener(() => {
      this.#pages.delete(client);
      void this.#ask(client, { type: 'leave' }, isPrivate);
    });
  }

  async #ask(client: string, request: HostRequest['request'], isPrivate: boolean): Promise<void> {
    const { memoryDays, sensitivity, memoryEntries, threads, backend, model, secondModel } =
      await this.#options.settings();
    const chosen = { sensitivity, memoryEntries, threads, backend, model, secondModel };
    const days = { memoryDays: isPrivate ? 0 : memoryDays, keptDays: memoryDays };
    this.#link.post({ client, ...days, ...chosen, request });
  }

  #deliver({ client, answer: said }: HostAnswer): void {
    const answer = inWords(said);
    if (answer.type === 'engine') this.#status = answer.status;
    if (answer.type === 'report') {
      this.#reporting.get(client ?? '')?.(answer);
      this.#reporting.delete(client ?? '');
      return;
    }
    const pages = client === null ? [...this.#pages.keys()] : [client];
    for (const page of pages) this.#send(page, answer);
  }

  #send(client: string, answer: PageAnswer): void {
    this.#pages.get(client)?.postMessage(answer);
  }

  #dropPages(): void {
    this.#status = ASLEEP;
    const ports = [...this.#pages.values()];
    this.#pages.clear();
    for (const port of ports) port.disconnect();
    for (const resolve of this.#reporting.values()) resolve(null);
    this.#reporting.clear();
  }
}

/** The host's worker knows no language. */
function inWords<A extends HostAnswer['answer']>(answer: A): A {
  if (answer.type === 'refused') return { ...answer, reason: words(answer.reason) };
  if (answer.type !== 'engine' || answer.status.failure === null) return answer;
  return { ...answer, status: { ...answer.status, failure: words(answer.status.failure) } };
}

const words = (reason: string): string =>
  reason === OUT_OF_MEMORY ? browser.i18n.getMessage('outOfMemory') : reason;

/**
 * Where the browser does not say, nothing may be remembered either. A page of ours that shows what was selected in a
 * private window is itself in a normal one, and says so in its address.
 */
export function isFromPrivateWindow(sender: Browser.runtime.MessageSender | undefined): boolean {
  const isOfPrivate = new URL(sender?.url ?? 'about:blank').searchParams.has(PRIVATE);
  return isOfPrivate || (sender?.tab?.incognito ?? true);
}

/** In the address of a page of ours: what it is given comes from a private window. */
export const PRIVATE = 'private';
