import preact from '@preact/preset-vite';
import { createServer } from 'vite';

/** Serves the gallery of all views and their states (components/gallery) as an ordinary web page. */
export async function serveGallery(): Promise<{ address: string; close(): Promise<void> }> {
  const server = await createServer({
    configFile: false,
    root: 'components/gallery',
    plugins: [preact()],
    publicDir: '../../public',
    server: { port: 0, fs: { allow: ['../..'] }, hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  return { address: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
