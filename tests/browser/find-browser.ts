import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Where a browser that can run the extension is, or how to get one.

const CHROMIUM = {
  name: 'Chromium',
  variable: 'TELLTALE_CHROMIUM',
  commands: [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge',
    'brave-browser',
    'brave',
  ],
  places: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Brave Browser.app/Contents/MacOS/Brave Browser',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\BraveSoftware\\Brave-Browser\\Application\\brave.exe',
  ],
  debianPackage: 'chromium',
  others: 'Install Chromium, Chrome, Edge or Brave',
};

const FIREFOX = {
  name: 'Firefox',
  variable: 'TELLTALE_FIREFOX',
  commands: ['firefox-esr', 'firefox'],
  places: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
  debianPackage: 'firefox-esr',
  others: 'Install Firefox 140 or newer',
};

/** Containers and CI run as root, where Chromium's sandbox cannot start. */
export const ROOT_ARGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

type Kind = typeof CHROMIUM;

/** @throws Error that says how to install one. */
export const findChromium = (): string => find(CHROMIUM);
/** @throws Error that says how to install one. */
export const findFirefox = (): string => find(FIREFOX);

function find(kind: Kind): string {
  const found = look(kind) ?? install(kind);
  if (found) return found;
  const debian = `sudo apt-get update && sudo apt-get install --yes ${kind.debianPackage}`;
  throw new Error(
    `No ${kind.name} was found. On Debian or Ubuntu:\n  ${debian}\nElsewhere: ${kind.others}, or name its ` +
      `program in the environment variable ${kind.variable}.`,
  );
}

function look({ variable, commands, places }: Kind): string | null {
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...candidates, ...places].find((path) => existsSync(path)) ?? null;
}

/** On Debian as root nobody needs to be asked: installs the distribution's own package. */
function install(kind: Kind): string | null {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/etc/debian_version')) return null;
  console.error(`Installing ${kind.debianPackage} from Debian's packages …`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  try {
    execFileSync('apt-get', ['update', '--quiet=2'], options);
    execFileSync(
      'apt-get',
      ['install', '--yes', '--quiet=2', '--no-install-recommends', kind.debianPackage, 'fonts-dejavu-core'],
      {
        ...options,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    );
  } catch {
    return null;
  }
  return look(kind);
}
