// npm run shots [-- FOLDER [PART OF A NAME]] [--zoom]
//
// Pictures of every state of every view, into docs/screenshots: from the gallery in Chromium, light and dark, and in
// Firefox, and of the built extension on the sample pages. With --zoom at 200 % too, for looking, not for keeping.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serveGallery } from './gallery-server.ts';
import { shootInChromium, shootInFirefox } from './shots-gallery.ts';
import { shootPages } from './shots-pages.ts';
import { shrinkPng } from './shrink-png.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { zoom: { type: 'boolean' } } });
const [folder = 'docs/screenshots', part = ''] = positionals;
mkdirSync(folder, { recursive: true });

const gallery = await serveGallery();
const job = { address: gallery.address, folder, part };
for (const scheme of ['light', 'dark'] as const) {
  await shootInChromium({ ...job, scheme, zoom: 1 });
  if (values.zoom) await shootInChromium({ ...job, scheme, zoom: 2 });
}
await shootInFirefox(job);
await gallery.close();

if (part === '') {
  execFileSync('npm', ['run', '--silent', 'build:chrome'], { stdio: ['ignore', 'ignore', 'inherit'] });
  await shootPages(folder);
}

for (const file of readdirSync(folder)) {
  if (file.endsWith('.png') && file.includes(part)) shrinkPng(`${folder}/${file}`);
}
