import { render } from 'preact';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/button.css';
import '../../components/fields.css';
import '../../components/verdict-mark.css';
import { dressPage } from '../../lib/views/words.ts';
import './welcome.css';
import { Welcome } from './welcome.tsx';

dressPage('pageWelcome');
const app = document.getElementById('app');
if (app) render(<Welcome />, app);
