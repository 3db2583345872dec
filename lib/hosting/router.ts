import type { Browser } from 'wxt/browser';
import { type HostAnswer, type PageAnswer, type PageRequest, parse, schemas } from '../protocol/messages.ts';
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

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#link = createHostLink({
      onAnswer: (answer) => this.#deliver(answer),
      onLost: () => this.#dropPages(),
    });
  }

  /** Loads the engine before anyone asks for a score. */
  async warm(): Promise<void> {
    const { sensitivity } = await this.#options.settings();
    this.#link.post({ client: 'background', sensitivity, request: { type: 'warm' } });
  }

  addPage(port: Browser.runtime.Port): void {
    const client = crypto.randomUUID();
    this.#pages.set(client, port);
    port.onMessage.addListener((message: unknown) => {
      const request = parse(schemas.pageRequest, message);
      if (!request) return countDropped('malformed');
      if (request.type === 'tally') this.#options.onTally(port, request.likely);
      else void this.#ask(client, request);
    });
    port.onDisconnect.addListener(() => {
      this.#pages.delete(client);
      void this.#ask(client, { type: 'leave' });
    });
  }

  async #ask(client: string, request: PageRequest | { type: 'leave' }): Promise<void> {
    const { sensitivity } = await this.#options.settings();
    this.#link.post({ client, sensitivity, request });
  }

  #deliver({ client, answer }: HostAnswer): void {
    const pages = client === null ? [...this.#pages.keys()] : [client];
    for (const page of pages) this.#send(page, answer);
  }

  #send(client: string, answer: PageAnswer): void {
    this.#pages.get(client)?.postMessage(answer);
  }

  #dropPages(): void {
    const ports = [...this.#pages.values()];
    this.#pages.clear();
    for (const port of ports) port.disconnect();
  }
}
