import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Serves `NAME.html.gz` of a folder as `/NAME`; all else is not found. `/still/NAME` forbids the page's own scripts. */
export async function servePages(folder: string): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const match = /^(\/still)?\/([\w.-]+)$/.exec(path);
    const html = match?.[2] ? pageOf(folder, match[2]) : null;
    if (!html) {
      response.writeHead(404).end();
      return;
    }
    // A policy of the page stops its scripts and not the extension's, which the browser's own switch would.
    const policy = match?.[1] ? { 'content-security-policy': "script-src 'none'" } : {};
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...policy }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function pageOf(folder: string, name: string): Buffer | null {
  try {
    return gunzipSync(readFileSync(join(folder, `${name}.html.gz`)));
  } catch {
    return null;
  }
}
