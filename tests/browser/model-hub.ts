import { createHash } from 'node:crypto';
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HUB, type RegistryEntry, sourcesOf } from '../../lib/models/registry.ts';
import { startHub } from '../models/hub.ts';
import type { ModelFiles } from '../models/make-model.ts';

/** How the hub treats the next request for a file. */
export interface Fault {
  /** Sends so many bytes of the answer, and nothing more until the connection is cut. */
  holdAfter?: number;
  redirectTo?: string;
  status?: number;
  /** Answers without regard to ranges. */
  ignoreRange?: boolean;
  /** Sends other bytes of the same number. */
  spoil?: boolean;
  /** Leaves out the last bytes, and says so. */
  shorten?: boolean;
}

export interface FileRequest {
  path: string;
  range: string | undefined;
}

/** A hub for a browser: knows ranges, writes down who asks for what, and can be made to fail. */
export interface ModelHub {
  origin: string;
  requests: FileRequest[];
  /** Faults by the end of a file's path; each is used once. */
  faults: Map<string, Fault>;
  /** Cuts the connections that are held. */
  cut(): void;
  close(): Promise<void>;
}

const REVISION = '0123456789abcdef0123456789abcdef01234567';

/** @param models files of each model by its id */
export async function startModelHub(models: Readonly<Record<string, ModelFiles>>): Promise<ModelHub> {
  const requests: FileRequest[] = [];
  const faults = new Map<string, Fault>();
  const held = new Set<ServerResponse>();
  const hub = await startHub({}, (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const [, , id = '', , , ...rest] = path.split('/');
    const content = models[id]?.[rest.join('/')];
    requests.push({ path, range: request.headers.range });
    const fault = takeFault(path);
    if (fault.holdAfter !== undefined) held.add(response);
    if (content) answer(request, response, content, fault);
    else response.writeHead(404, CORS).end();
    return true;
  });

  function takeFault(path: string): Fault {
    for (const [end, fault] of faults) {
      if (!path.endsWith(end)) continue;
      faults.delete(end);
      return fault;
    }
    return {};
  }

  function cut(): void {
    for (const response of held) response.destroy();
    held.clear();
  }

  return { ...hub, requests, faults, cut };
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'content-range' };

function answer(request: IncomingMessage, response: ServerResponse, whole: Uint8Array, fault: Fault): void {
  if (fault.redirectTo) return void response.writeHead(302, { ...CORS, location: fault.redirectTo }).end();
  if (fault.status) return void response.writeHead(fault.status, CORS).end();
  let content = whole;
  if (fault.spoil) content = whole.map((byte) => byte ^ 1);
  if (fault.shorten) content = whole.subarray(0, -10);
  const from = fault.ignoreRange ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = `bytes ${from}-${content.length - 1}/${content.length}`;
  const rest = content.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    ...CORS,
    'content-length': rest.length,
    ...(from > 0 && { 'content-range': range }),
  });
  if (fault.holdAfter === undefined) response.end(rest);
  else response.write(rest.subarray(0, fault.holdAfter));
}

/** What the list says of a made model. */
export function entryOf(id: string, files: ModelFiles, fields: Partial<RegistryEntry> = {}): RegistryEntry {
  const pins = Object.entries(files).map(([path, content]) => {
    return [path, { bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') }];
  });
  return {
    id,
    name: `Made ${id}`,
    architecture: 'bert',
    licence: 'MIT',
    languages: ['en'],
    original: 'https://example.org/made',
    repo: `makers/${id}`,
    files: Object.keys(files),
    megabytes: 1,
    published: [],
    pinned: { revision: REVISION, files: Object.fromEntries(pins) },
    ...fields,
  };
}

/**
 * The built extension with another server in the Hub's place: in its list, its policy and the one constant of its code.
 * Nothing else is changed. Its permission is made one that is there from the start where no driver can press the
 * browser's own prompt.
 */
export function rebuildFor(
  build: string,
  hub: string,
  registry: readonly RegistryEntry[],
  options: { isGranted: boolean },
): string {
  const copy = `${build}-hub`;
  cpSync(build, copy, { recursive: true });
  writeFileSync(`${copy}/models/registry.json`, JSON.stringify(registry));
  for (const file of globSync(`${copy}/{*.js,chunks/*.js}`)) {
    const code = readFileSync(file, 'utf8');
    if (code.includes(HUB)) writeFileSync(file, code.replaceAll(HUB, hub));
  }
  const manifest = JSON.parse(readFileSync(`${copy}/manifest.json`, 'utf8'));
  const pages: string = manifest.content_security_policy.extension_pages;
  manifest.content_security_policy.extension_pages = pages.replace(
    /connect-src [^;]*/,
    ["connect-src 'self' blob: data:", ...sourcesOf(registry, hub)].join(' '),
  );
  if (options.isGranted) manifest.host_permissions = [`${new URL(hub).protocol}//${new URL(hub).hostname}/*`];
  writeFileSync(`${copy}/manifest.json`, JSON.stringify(manifest));
  return copy;
}
