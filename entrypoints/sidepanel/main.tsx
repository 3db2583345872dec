import { dressPage } from '../../lib/views/words.ts';

dressPage('extensionName');
