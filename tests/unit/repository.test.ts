import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// What nobody would notice until it is needed: a release that calls what no longer exists, a test named in a promise that
// has moved, a dependency that floats.

const read = (file: string): string => readFileSync(file, 'utf8');
const { scripts, dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  'scripts' | 'dependencies' | 'devDependencies',
  Record<string, string>
>;

describe('the release workflow', () => {
  const workflow = read('.github/workflows/release.yml');

  it('calls only scripts that exist', () => {
    const called = [...workflow.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '');
    expect(called.length).toBeGreaterThan(2);
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
    expect(existsSync('.ci/run')).toBe(true);
  });

  it('uses actions by the hash of a commit, which nobody can move', () => {
    const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? '');
    expect(actions.length).toBeGreaterThan(1);
    expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });
});

describe('the dependencies', () => {
  it('have one version each', () => {
    const floating = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(floating).toEqual([]);
  });

  it('come with the hash of their content', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }>;
    };
    const without = Object.entries(packages).filter(
      ([path, { integrity, inBundle }]) => path !== '' && !integrity && !inBundle,
    );
    expect(without.map(([path]) => path)).toEqual([]);
  });
});

describe('SECURITY.md', () => {
  it('names tests that exist', () => {
    const named = [...read('SECURITY.md').matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(10);
    const known = globSync('tests/**/*.test.{ts,tsx}');
    expect(named.filter((name) => !known.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
  });
});
