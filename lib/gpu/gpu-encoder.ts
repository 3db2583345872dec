import type { Encoder } from '../detector/encoder.ts';
import { type Constants, type Linear, readConstants } from './constants.ts';
import { ATTENTION, EVIDENCE, HEAD_VECTORS, LINEAR, LINEAR_GELU, NORM } from './kernels.ts';
import { Program } from './program.ts';

// TypeScript knows WebGPU's types, and not yet these two objects.
declare const GPUBufferUsage: Record<'MAP_READ' | 'COPY_DST', number>;
declare const GPUMapMode: Record<'READ', number>;

// Sizes of the workgroups and tiles in kernels.ts.
const LINEAR_COLUMNS = 4 * 32;
const LINEAR_ROWS = 4 * 2;
const TOKENS_AT_ONCE = 64;

/**
 * The encoder of `deep.onnx` on a graphics card. A passage is one submission: a word vector for each token goes there, one
 * number for each comes back.
 * @throws Error where the card has no room or refuses a kernel
 */
export async function createGpuEncoder(device: GPUDevice, file: Uint8Array<ArrayBuffer>): Promise<Encoder> {
  const constants = readConstants(file);
  // All that stays in memory of the file.
  const { mostTokens, hidden, wordVector } = constants;
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const program = new Program(device);
  const space = takeSpace(program, constants);
  await addLayers(program, space, constants, () => device.queue.onSubmittedWorkDone());
  for (const error of [await device.popErrorScope(), await device.popErrorScope()]) {
    if (error) throw new Error(error.message);
  }
  return {
    async run(ids) {
      const tokens = ids.length;
      if (tokens < 3 || tokens > mostTokens) {
        throw new RangeError(`The encoder reads 3 to ${mostTokens} tokens, not ${tokens}.`);
      }
      const vectors = new Float32Array(tokens * hidden);
      ids.forEach((id, i) => {
        wordVector(id, vectors.subarray(i * hidden, (i + 1) * hidden));
      });
      // One of its own for each passage: another may be asked for while this one is still on its way back.
      const size = 4 * (tokens - 2);
      const answer = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(space.passage, 0, Uint32Array.of(tokens));
      device.queue.writeBuffer(space.hidden, 0, vectors);
      const commands = device.createCommandEncoder();
      program.run(commands, tokens);
      commands.copyBufferToBuffer(space.evidence, 0, answer, 0, size);
      device.queue.submit([commands.finish()]);
      await answer.mapAsync(GPUMapMode.READ);
      const copy = new Float32Array(answer.getMappedRange().slice());
      answer.destroy();
      // All of its layers are one submission: there is no stopping half-way.
      return { tokens: copy, depth: 1 };
    },
    release: async () => device.destroy(),
  };
}

/** Working space, the same for every passage: the queue keeps one from another's. */
interface Space {
  passage: GPUBuffer;
  hidden: GPUBuffer;
  added: GPUBuffer;
  queryKeyValue: GPUBuffer;
  /** Whole numbers on their way into a product, between layers and inside of them. */
  rounded: GPUBuffer;
  roundedInside: GPUBuffer;
  evidence: GPUBuffer;
}

function takeSpace(program: Program, { hidden, inner, mostTokens }: Constants): Space {
  const rows = Math.ceil(mostTokens / LINEAR_ROWS) * LINEAR_ROWS;
  return {
    passage: program.uniform(4),
    hidden: program.room(4 * rows * hidden),
    added: program.room(4 * rows * hidden),
    queryKeyValue: program.room(4 * rows * 3 * hidden),
    rounded: program.room(rows * hidden),
    roundedInside: program.room(rows * inner),
    evidence: program.room(4 * rows),
  };
}

/**
 * The kernels in the order of the graph.
 * @param between awaited after each layer, so that passages that come meanwhile need not wait for all of them
 */
async function addLayers(
  program: Program,
  space: Space,
  constants: Constants,
  between: () => Promise<unknown>,
): Promise<void> {
  const { passage, hidden, added, queryKeyValue, rounded, roundedInside, evidence } = space;
  const width = { HIDDEN4: constants.hidden / 4 };
  const byTokens = (tokens: number): number => Math.ceil(tokens / TOKENS_AT_ONCE);
  const norm = (other: GPUBuffer, by: Float32Array<ArrayBuffer>, next: GPUBuffer): Promise<void> =>
    program.add(NORM, width, [hidden, other, program.upload(by), rounded, next], (tokens) => [tokens]);

  // A layer's last norm rounds for the next layer, and after the last one for nobody.
  const roundingRoom = (): GPUBuffer => program.room(16 + 4 * constants.hidden);
  let next = roundingRoom();
  await norm(program.upload(constants.positions), constants.embeddingNorm, next);
  for (let i = 0; i < constants.layers; i++) {
    const layer = constants.readLayer(i);
    program.write(next, layer.queryKeyValue.rounding);
    next = roundingRoom();
    const { attentionOut, inner, outer } = layer;
    await addLinear(program, layer.queryKeyValue, rounded, queryKeyValue);
    await program.add(
      ATTENTION,
      width,
      [passage, queryKeyValue, rounded, program.upload(attentionOut.rounding)],
      (tokens) => [byTokens(tokens), width.HIDDEN4 / HEAD_VECTORS],
    );
    await addLinear(program, attentionOut, rounded, added);
    await norm(added, layer.attentionNorm, program.upload(inner.rounding));
    await addLinear(program, inner, rounded, roundedInside, program.upload(outer.rounding));
    await addLinear(program, outer, roundedInside, added);
    await norm(added, layer.norm, next);
    await between();
  }
  const head = program.upload(constants.head);
  await program.add(EVIDENCE, width, [passage, hidden, head, evidence], (tokens) => [byTokens(tokens)]);
}

/** @param next where GELU follows, what it is rounded by afterwards */
function addLinear(
  program: Program,
  { depth, columns, weights, scales }: Linear,
  from: GPUBuffer,
  to: GPUBuffer,
  next?: GPUBuffer,
): Promise<void> {
  const buffers = [from, program.upload(weights), program.upload(scales), to];
  const sizes = { DEPTH4: depth / 4, COLUMNS4: columns / 4 };
  const groups = (tokens: number): [number, number] => [
    Math.ceil(columns / LINEAR_COLUMNS),
    Math.ceil(tokens / LINEAR_ROWS),
  ];
  return next
    ? program.add(LINEAR_GELU, sizes, [...buffers, next], groups)
    : program.add(LINEAR, sizes, buffers, groups);
}
