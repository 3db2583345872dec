import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';

/** The keys of one of the manifest's commands as the reader has set them; empty where there are none. */
export function useShortcut(command: string): string {
  const [keys, setKeys] = useState('');
  useEffect(() => {
    void browser.commands.getAll().then((all) => {
      setKeys(all.find(({ name }) => name === command)?.shortcut ?? '');
    });
  }, [command]);
  return keys;
}
