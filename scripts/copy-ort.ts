// Copies ONNX Runtime's WASM build into the extension's own files. The worker loads both by address
// (`wasmPaths`): with only the .wasm given, the threaded build waits forever for its own script.
import { cpSync, mkdirSync } from 'node:fs';

const FROM = 'node_modules/onnxruntime-web/dist';
const TO = 'public/ort';
const FILES = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

mkdirSync(TO, { recursive: true });
for (const file of FILES) cpSync(`${FROM}/${file}`, `${TO}/${file}`);
