import { useEffect, useState } from 'preact/hooks';
import { type Browser, browser } from 'wxt/browser';
import { Section } from '../../components/section.tsx';
import { t } from '../../lib/views/words.ts';

/** Firefox has a function for it; Chrome a page of its own. */
async function openShortcutSettings(): Promise<void> {
  const commands = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (commands.openShortcutSettings) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}

export function Shortcuts() {
  const [commands, setCommands] = useState<Browser.commands.Command[]>([]);
  useEffect(() => {
    const load = async () => setCommands((await browser.commands.getAll()).filter((c) => c.description));
    void load();
    // Back from the browser's own page of shortcuts.
    addEventListener('focus', load);
    return () => removeEventListener('focus', load);
  }, []);
  return (
    <Section id="shortcuts" title={t('shortcutsTitle')} note={t('shortcutsNote')}>
      <table class="table" aria-labelledby="shortcuts">
        <tbody>
          {commands.map(({ name, description, shortcut }) => (
            <tr key={name}>
              <th scope="row">{description}</th>
              <td class="number">
                {shortcut ? <kbd>{shortcut}</kbd> : <span class="soft">{t('noShortcut')}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" class="button" onClick={openShortcutSettings}>
          {t('changeShortcuts')}
        </button>
      </div>
    </Section>
  );
}
