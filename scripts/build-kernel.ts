// Compiles the encoder's kernel (lib/encoder/kernel/, AssemblyScript) twice: with relaxed SIMD, and without for
// browsers that lack it.
import { mkdirSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const SOURCE = 'lib/encoder/kernel/index.ts';
const TO = 'public/kernel';
const BUILDS = { 'encoder.wasm': ['simd', 'relaxed-simd'], 'encoder-plain.wasm': ['simd'] };

mkdirSync(TO, { recursive: true });
for (const [file, features] of Object.entries(BUILDS)) {
  const flags = ['--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--importMemory'];
  const { error, stderr } = await asc.main([
    SOURCE,
    ...flags,
    ...features.flatMap((feature) => ['--enable', feature]),
    '--outFile',
    `${TO}/${file}`,
  ]);
  if (error) {
    console.error(String(stderr));
    throw error;
  }
}
