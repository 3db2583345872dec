import { readFileSync } from 'node:fs';
import type { Chromium } from '../../tests/browser/chromium.ts';

/** Memory of the extension's own processes in one browser, in MB (proportional set size); NaN outside of Linux. */
export async function extensionMemoryMb({ session }: Chromium): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo
    .filter(({ id }) => read(`/proc/${id}/cmdline`).includes('--extension-process'))
    .reduce((sum, { id }) => sum + memoryOf(id), 0);
}

function memoryOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // The process has ended meanwhile.
  }
}
