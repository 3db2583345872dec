import type { Encoder } from '../detector/encoder.ts';
import { createGpuEncoder } from '../gpu/gpu-encoder.ts';
import { readBundled } from './open-model.ts';
import { UnusableError } from './unusable.ts';

// Four products of bytes in one instruction: what makes the encoder fast there. In browsers since 2024.
const DOT_PRODUCT = 'packed_4x8_integer_dot_product';

/**
 * The bundled model's encoder on the graphics card, inside a worker of the extension. Nobody has yet looked whether it is
 * right (parity.ts).
 * @throws UnusableError
 */
export async function openOnWebGpu(): Promise<Encoder> {
  // Older browsers, and some workers of newer ones, have no such property.
  const gpu = (navigator as { gpu?: GPU }).gpu;
  if (!gpu?.wgslLanguageFeatures.has(DOT_PRODUCT)) throw new UnusableError('absent');
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) throw new UnusableError('no-card');
  try {
    return await createGpuEncoder(await adapter.requestDevice(), await readBundled('deep.onnx'));
  } catch (error) {
    throw new UnusableError('refused', error);
  }
}
