import type { Painter } from '../../lib/painting/painter.ts';
import type { PageCheck } from './page-check.ts';

export class PassageCards {
  current: string | null = null;
  constructor(_options: { check: PageCheck; painter: Painter; signal: AbortSignal }) {}
  open(id: string, _by: 'pointer' | 'keyboard'): void {
    this.current = id;
  }
}
