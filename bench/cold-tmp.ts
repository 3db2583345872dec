import { mkdtempSync, writeFileSync } from 'node:fs';
import build from '/work/k/tests/browser/build.ts';
import { launchChromium } from '/work/k/tests/browser/chromium.ts';
import { serve } from '/work/k/tests/browser/serve.ts';
import { runPage } from '/work/k/bench/speed/page-run.ts';
import { makePage, readSentences } from '/work/k/bench/speed/sample-page.ts';
if(process.argv[2]!=='nobuild') build();
const folder = mkdtempSync('/tmp/tt-cold-');
const s=readSentences();
for(let i=0;i<4;i++)writeFileSync(folder+`/c${i}.html`,makePage(s,40,.5,77+i));
const served=await serve(folder);
for(let i=0;i<2;i++){
 const c=await launchChromium();
 const own=await c.context.newPage(); await own.goto(`chrome-extension://${c.extensionId}/accuracy.html`);
 await own.evaluate(()=>{(window as any).ev=[];new BroadcastChannel('bench').onmessage=e=>(window as any).ev.push(e.data)});
 const r=await runPage(c,own,`${served.origin}/c${i}.html`);
 const ev=await own.evaluate(()=>(window as any).ev);
 const t0=(r as any).firstMarkAt-r.firstMarkMs;
 console.log(i,'first mark',r.firstMarkMs.toFixed(0),'allFirst',r.allFirstMs.toFixed(0),'final',r.allFinalMs.toFixed(0));
 for(const [l,t] of ev) console.log('   ',(t-t0).toFixed(0),l);
 await c.close();
}
await served.close(); process.exit(0);
