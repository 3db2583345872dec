import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// npm run licences: writes THIRD_PARTY.md from what is installed. Only what is inside the packages is listed: the
// dependencies and theirs, not the tools that build and test.

interface LockEntry {
  version?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
}

const FILES = /^(licen[cs]e|copying|notice|thirdpartynotices)(\..*)?$/i;

/** Asked for by others' types; nothing of them is in a package. */
const TYPES_ONLY = /node_modules\/(@types\/|typescript$|undici-types$)/;

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, LockEntry> };
const shipped = Object.entries(lock.packages)
  .filter(([path]) => !TYPES_ONLY.test(path))
  .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional && existsSync(path))
  .sort(([a], [b]) => (a < b ? -1 : 1));

const rows = shipped.map(([path, { version = '', license = 'see its file' }]) => {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return `| ${name} | ${version} | ${license} |`;
});

const texts = shipped.flatMap(([path, { version = '' }]) => {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return readdirSync(path)
    .filter((file) => FILES.test(file))
    .slice(0, 1)
    .map((file) => `## ${name} ${version}\n\n${indent(readFileSync(join(path, file), 'utf8'))}\n`);
});

writeFileSync(
  'THIRD_PARTY.md',
  `# Third-party software

What others have made and Telltale's packages contain. Written by \`npm run licences\` from the lockfile.

| package | version | licence |
|---|---|---|
${rows.join('\n')}

The bundled model is described in its own card; see README.md.

${texts.join('\n')}`,
);
console.log(`THIRD_PARTY.md: ${rows.length} packages, ${texts.length} licence texts.`);

/** As a literal block: licences hold signs that Markdown would take for its own. */
function indent(text: string): string {
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}
