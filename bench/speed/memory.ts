import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Memory of the extension's own processes in MB (proportional set size); NaN where the system does not tell. */
export function extensionMemoryMb(): number {
  if (!existsSync('/proc')) return Number.NaN;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter(isExtensionProcess).reduce((sum, pid) => sum + memoryOf(pid), 0);
}

function isExtensionProcess(pid: string): boolean {
  return read(`/proc/${pid}/cmdline`).includes('--extension-process');
}

function memoryOf(pid: string): number {
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
