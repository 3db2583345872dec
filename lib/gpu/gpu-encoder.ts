import type { Encoder } from '../detector/encoder.ts';
import { type Layer, type Linear, readConstants } from './constants.ts';
import { ATTENTION, EVIDENCE, HEAD_VECTORS, LINEAR, LINEAR_GELU, NORM } from './kernels.ts';

// TypeScript knows WebGPU's types, and not yet these two objects.
declare const GPUBufferUsage: Record<'MAP_READ' | 'COPY_SRC' | 'COPY_DST' | 'UNIFORM' | 'STORAGE', number>;
declare const GPUMapMode: Record<'READ', number>;

/** A kernel with all that it reads and writes, and how many workgroups a passage of so many tokens needs. */
interface Step {
  pipeline: GPUComputePipeline;
  bindings: GPUBindGroup;
  groups: (tokens: number) => [x: number, y?: number];
}

// Sizes of the workgroups and tiles in kernels.ts.
const LINEAR_COLUMNS = 4 * 32;
const LINEAR_ROWS = 4 * 2;
const ROWS_OF_ATTENTION = 64;

/**
 * The encoder of `deep.onnx` on a graphics card. A passage is one submission: a word vector for each token goes there, one
 * number for each comes back.
 * @throws Error where the card has no room or the browser refuses a kernel
 */
export async function createGpuEncoder(device: GPUDevice, file: Uint8Array<ArrayBuffer>): Promise<Encoder> {
  const { hidden: channels, mostTokens, wordVector, ...constants } = readConstants(file);
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');

  const room = (bytes: number): GPUBuffer =>
    device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
  const upload = (values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): GPUBuffer => {
    const buffer = room(values.byteLength);
    device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  };

  // Working space, the same for every passage. Kernels read rows by the eight.
  const rows = Math.ceil(mostTokens / LINEAR_ROWS) * LINEAR_ROWS;
  const inside = constants.layers[0]?.inner.columns ?? 0;
  const passage = device.createBuffer({ size: 4, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const hidden = room(4 * rows * channels);
  const added = room(4 * rows * channels);
  const queryKeyValue = room(4 * rows * 3 * channels);
  const rounded = room(rows * channels);
  const roundedInside = room(rows * inside);
  const evidence = room(4 * rows);

  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  const step = async (
    code: string,
    sizes: Record<string, number>,
    buffers: GPUBuffer[],
    groups: Step['groups'],
  ): Promise<Step> => {
    const key = code + JSON.stringify(sizes);
    const compiling = pipelines.get(key) ?? compile(device, code, sizes);
    pipelines.set(key, compiling);
    const pipeline = await compiling;
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindings = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return { pipeline, bindings, groups };
  };
  const linear = (layer: Linear, from: GPUBuffer, to: GPUBuffer, next?: GPUBuffer): Promise<Step> => {
    const { depth, columns, weights, scales } = layer;
    const buffers = [from, upload(weights), upload(scales), to, ...(next ? [next] : [])];
    return step(
      next ? LINEAR_GELU : LINEAR,
      { DEPTH4: depth / 4, COLUMNS4: columns / 4 },
      buffers,
      (tokens) => [Math.ceil(columns / LINEAR_COLUMNS), Math.ceil(tokens / LINEAR_ROWS)],
    );
  };
  const width = { HIDDEN4: channels / 4 };
  const norm = (other: GPUBuffer, by: Float32Array<ArrayBuffer>, next: GPUBuffer): Promise<Step> =>
    step(NORM, width, [hidden, other, upload(by), rounded, next], (tokens) => [tokens]);
  const attention = (next: GPUBuffer): Promise<Step> =>
    step(ATTENTION, width, [passage, queryKeyValue, rounded, next], (tokens) => [
      Math.ceil(tokens / ROWS_OF_ATTENTION),
      channels / 4 / HEAD_VECTORS,
    ]);

  const roundings = constants.layers.map(({ queryKeyValue }) => upload(queryKeyValue.rounding));
  const last = room(16 + 4 * channels); // after the last layer nothing is rounded: any scale will do
  const roundingOf = (layer: number): GPUBuffer => roundings[layer] ?? last;
  const layerSteps = (layer: Layer, i: number): Promise<Step>[] => [
    linear(layer.queryKeyValue, rounded, queryKeyValue),
    attention(upload(layer.attentionOut.rounding)),
    linear(layer.attentionOut, rounded, added),
    norm(added, layer.attentionNorm, upload(layer.inner.rounding)),
    linear(layer.inner, rounded, roundedInside, upload(layer.outer.rounding)),
    linear(layer.outer, roundedInside, added),
    norm(added, layer.norm, roundingOf(i + 1)),
  ];
  const steps = await Promise.all([
    norm(upload(constants.positions), constants.embeddingNorm, roundingOf(0)),
    ...constants.layers.flatMap(layerSteps),
    step(EVIDENCE, width, [passage, hidden, upload(constants.head), evidence], (tokens) => [
      Math.ceil(tokens / ROWS_OF_ATTENTION),
    ]),
  ]);
  for (const error of [await device.popErrorScope(), await device.popErrorScope()]) {
    if (error) throw new Error(error.message);
  }

  return {
    async run(ids) {
      const tokens = ids.length;
      if (tokens < 3 || tokens > mostTokens) {
        throw new RangeError(`The encoder reads 3 to ${mostTokens} tokens, not ${tokens}.`);
      }
      const vectors = new Float32Array(tokens * channels);
      ids.forEach((id, i) => {
        wordVector(id, vectors.subarray(i * channels, (i + 1) * channels));
      });
      // One of its own for each passage: another may be asked for while this one is still on its way back.
      const size = 4 * (tokens - 2);
      const answer = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(passage, 0, Uint32Array.of(tokens));
      device.queue.writeBuffer(hidden, 0, vectors);
      const commands = device.createCommandEncoder();
      const pass = commands.beginComputePass();
      for (const { pipeline, bindings, groups } of steps) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindings);
        pass.dispatchWorkgroups(...groups(tokens));
      }
      pass.end();
      commands.copyBufferToBuffer(evidence, 0, answer, 0, size);
      device.queue.submit([commands.finish()]);
      await answer.mapAsync(GPUMapMode.READ);
      const copy = new Float32Array(answer.getMappedRange().slice());
      answer.destroy();
      return copy;
    },
    release: async () => device.destroy(),
  };
}

function compile(
  device: GPUDevice,
  code: string,
  constants: Record<string, number>,
): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  return device.createComputePipelineAsync({ layout: 'auto', compute: { module, constants } });
}
