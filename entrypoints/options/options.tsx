import { PageHead } from '../../components/page-head.tsx';
import type { LiveSettings } from '../../lib/views/settings-signal.ts';
import { t } from '../../lib/views/words.ts';
import { Backup } from './backup.tsx';
import { Disagreements } from './disagreements.tsx';
import { Engine } from './engine.tsx';
import { Judged } from './judged.tsx';
import { Marks } from './marks.tsx';
import { Memory } from './memory.tsx';
import { Models } from './models.tsx';
import { Sensitivity } from './sensitivity.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Sites } from './sites.tsx';

export interface PartProps {
  settings: LiveSettings;
}

/** All settings. Every change holds at once; there is nothing to save. */
export function Options({ settings }: PartProps) {
  return (
    <div class="page options">
      <PageHead title={t('optionsTitle')} here="options" />
      <p class="not-saved" role="alert">
        {settings.isFull.value && t('notSaved')}
      </p>
      <Sensitivity settings={settings} />
      <Marks settings={settings} />
      <Judged settings={settings} />
      <Sites settings={settings} />
      <Shortcuts />
      <Engine settings={settings} />
      <Models settings={settings} />
      <Memory settings={settings} />
      <Disagreements settings={settings} />
      <Backup settings={settings} />
    </div>
  );
}
