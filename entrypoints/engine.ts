import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { Backends } from '../lib/hosting/backends.ts';
import { Host } from '../lib/hosting/host.ts';
import { openChosen } from '../lib/hosting/open-model.ts';
import { ScoreMemory } from '../lib/hosting/score-memory.ts';
import { SecondOpinions } from '../lib/hosting/second-opinions.ts';
import { SpeedMemory, versionsHere } from '../lib/hosting/speed-memory.ts';
import { startWasm } from '../lib/hosting/wasm.ts';
import { openOnWebGpu } from '../lib/hosting/webgpu.ts';
import { HOST_IDLE, parse, schemas } from '../lib/protocol/messages.ts';

// The engine's worker: started by the offscreen document (Chrome) or the event page (Firefox).

/** After this long without work the worker asks to be ended, and its memory goes back to the system. */
const IDLE_MS = 5 * 60_000;
/** The second model is large, and asked rarely: it goes sooner. */
const SECOND_IDLE_MS = 60_000;

export default defineUnlistedScript(() => {
  const backends = new Backends({
    startWasm,
    openOnWebGpu,
    openModel: openChosen,
    speeds: new SpeedMemory(),
    versions: versionsHere,
  });
  const host = new Host({
    open: (choice, moved) => backends.open(choice, moved),
    backends,
    post: (answer) => self.postMessage(answer),
    onIdle: () => self.postMessage(HOST_IDLE),
    idleMs: IDLE_MS,
    memory: new ScoreMemory(),
    second: (post) =>
      new SecondOpinions({
        start: () => new Worker(`${self.location.origin}/second.js`),
        post,
        idleMs: SECOND_IDLE_MS,
      }),
  });
  self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const request = parse(schemas.hostRequest, data);
    if (request) void host.handle(request);
  });
});
