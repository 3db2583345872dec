import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

// npm run package:again: unpacks the sources package into an empty folder, builds all packages from it once more, and
// compares them byte by byte with those of `npm run package`. With -- --install it installs its dependencies by the
// lockfile, as a reviewer does; without, it borrows the ones that are here and needs no network.

const PACKAGES = '.output/packages';
const { values } = parseArgs({ options: { install: { type: 'boolean', default: false } } });

const names = readdirSync(PACKAGES).filter((name) => name.endsWith('.zip'));
const sources = names.find((name) => name.endsWith('-sources.zip'));
if (!sources) throw new Error(`There is no sources package in ${PACKAGES}. Run first: npm run package`);

const folder = mkdtempSync(join(tmpdir(), 'telltale-again-'));
try {
  await unpack(join(PACKAGES, sources), folder);
  build();
  const different = names.filter((name) => !isSame(name));
  for (const name of names) console.log(`${different.includes(name) ? 'DIFFERENT' : 'the same'}  ${name}`);
  process.exitCode = different.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function unpack(file: string, into: string): Promise<void> {
  const reader = new ZipReader(new Uint8ArrayReader(readFileSync(file)));
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const path = join(into, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
  }
  await reader.close();
}

function build(): void {
  const run = (command: string, ...args: string[]): void => {
    execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  // What the sources package holds is what git tracks.
  run('git', 'init', '--quiet');
  run('git', 'add', '--all');
  if (values.install) {
    run('npm', 'ci', '--no-audit', '--no-fund');
  } else {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    run('npm', 'run', '--silent', 'prepare');
  }
  run('npm', 'run', '--silent', 'package');
}

function isSame(name: string): boolean {
  return readFileSync(join(PACKAGES, name)).equals(readFileSync(join(folder, PACKAGES, name)));
}
