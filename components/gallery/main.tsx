import './browser-stub.ts';
import { render } from 'preact';
import '../tokens.css';
import '../base.css';
import '../button.css';
import '../fields.css';
import '../../entrypoints/options/options.css';
import '../../entrypoints/popup/popup.css';
import '../../entrypoints/welcome/welcome.css';
import '../../entrypoints/accuracy/accuracy.css';
import '../../entrypoints/sidepanel/panel.css';
import './gallery.css';
import { scenes } from './scenes.tsx';

// Shows one scene (`?popup-done`), or all of them by name. For work on the views; not part of the extension.

const app = document.getElementById('app');
const scene = scenes[location.search.slice(1)];
if (app && scene) render(scene(), app);
else if (app)
  render(
    Object.keys(scenes).map((name) => (
      <p key={name}>
        <a href={`?${name}`}>{name}</a>
      </p>
    )),
    app,
  );
