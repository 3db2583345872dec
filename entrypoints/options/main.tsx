import { render } from 'preact';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/button.css';
import '../../components/fields.css';
import { liveSettings } from '../../lib/views/settings-signal.ts';
import { dressPage } from '../../lib/views/words.ts';
import { Options } from './options.tsx';
import './options.css';

dressPage('optionsTitle');
const gone = new AbortController();
addEventListener('pagehide', () => gone.abort());
const app = document.getElementById('app');
const settings = await liveSettings(gone.signal);
if (app) render(<Options settings={settings} />, app);
