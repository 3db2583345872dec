import { execFileSync } from 'node:child_process';

/** The browser tests load what is really shipped, so they begin by building it. */
export default function setup(): void {
  if (process.env.TELLTALE_BUILT) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
