import { render } from 'preact';
import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/fields.css';
import { loadModelCard } from '../../lib/views/model-card.ts';
import { dressPage } from '../../lib/views/words.ts';
import './accuracy.css';
import { Accuracy } from './accuracy.tsx';

dressPage('accuracyTitle');
const app = document.getElementById('app');
if (app) render(<Accuracy card={await loadModelCard()} />, app);
