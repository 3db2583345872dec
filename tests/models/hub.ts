import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelFiles } from './make-model.ts';

/** A repository of a hub: its files by their paths. */
export interface Repository {
  /** 40 hexadecimal digits. */
  revision: string;
  files: ModelFiles;
}

export interface Hub {
  /** Without a slash at the end. */
  origin: string;
  close(): Promise<void>;
}

/** Larger files are kept outside of git, as on the Hub, and the list of files has their SHA-256. */
const LARGE_BYTES = 10_000;

/**
 * A local server with the Hub's layout: `/api/models/{repo}`, `/api/models/{repo}/tree/{revision}` and
 * `/{repo}/resolve/{revision}/{path}`.
 * @param before looks at each request first; true where it has answered it
 */
export async function startHub(
  repositories: Readonly<Record<string, Repository>>,
  before: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Hub> {
  const server = createServer((request, response) => {
    if (before(request, response)) return;
    const answer = answerTo(new URL(request.url ?? '/', 'http://localhost').pathname, repositories);
    response.setHeader('access-control-allow-origin', '*');
    if (answer === null) response.writeHead(404).end('Not found');
    else if (answer instanceof Uint8Array) response.writeHead(200).end(answer);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(
  path: string,
  repositories: Readonly<Record<string, Repository>>,
): Uint8Array | object | null {
  for (const [name, { revision, files }] of Object.entries(repositories)) {
    if (path === `/api/models/${name}`) return { id: name, sha: revision };
    if (path === `/api/models/${name}/tree/${revision}`) return Object.entries(files).map(listed);
    const start = `/${name}/resolve/${revision}/`;
    if (path.startsWith(start)) return files[path.slice(start.length)] ?? null;
  }
  return null;
}

function listed([path, content]: [string, Uint8Array<ArrayBuffer>]): object {
  const size = content.byteLength;
  // Git's own hash of a file is none of its content alone.
  const oid = createHash('sha1').update(`blob ${size}\0`).update(content).digest('hex');
  if (size < LARGE_BYTES) return { type: 'file', oid, size, path };
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { type: 'file', oid, size, path, lfs: { oid: sha256, size, pointerSize: 134 } };
}
