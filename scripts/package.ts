import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { zip } from './zip.ts';

// npm run package: both builds, and the three zips that the stores ask for, in .output/packages.

const OUT = '.output/packages';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
mkdirSync(OUT, { recursive: true });
write(`telltale-${version}-chrome.zip`, filesIn('.output/chrome-mv3'));
write(`telltale-${version}-firefox.zip`, filesIn('.output/firefox-mv3'));
write(`telltale-${version}-sources.zip`, sources());

function write(name: string, files: ReadonlyMap<string, string>): void {
  const content = zip(files);
  writeFileSync(join(OUT, name), content);
  const hash = createHash('sha256').update(content).digest('hex');
  console.log(`${hash}  ${join(OUT, name)}  ${(content.length / 1e6).toFixed(1)} MB`);
}

function filesIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path).split(sep).join('/'), path];
    }),
  );
}

/** What a reviewer needs to build the same: all that the repository tracks, the bundled model included. */
function sources(): Map<string, string> {
  const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 100_000_000 });
  const names = listed.split('\0').filter(Boolean);
  return new Map(names.map((name) => [name, name]));
}
