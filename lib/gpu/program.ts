// TypeScript knows WebGPU's types, and not yet this object.
declare const GPUBufferUsage: Record<'COPY_DST' | 'UNIFORM' | 'STORAGE' | 'COPY_SRC', number>;

/** How many workgroups a passage of so many tokens needs. */
export type Groups = (tokens: number) => [x: number, y?: number];

type Values = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

interface Step {
  pipeline: GPUComputePipeline;
  bindings: GPUBindGroup;
  groups: Groups;
}

/** Kernels that run one after the other, each with the buffers it reads and writes. */
export class Program {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #steps: Step[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  room(bytes: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    return this.#device.createBuffer({ size: bytes, usage });
  }

  /** Room for what is the same for every invocation. */
  uniform(bytes: number): GPUBuffer {
    return this.#device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  }

  write(buffer: GPUBuffer, values: Values): void {
    this.#device.queue.writeBuffer(buffer, 0, values);
  }

  upload(values: Values): GPUBuffer {
    const buffer = this.room(values.byteLength);
    this.write(buffer, values);
    return buffer;
  }

  /**
   * Appends a kernel.
   * @param sizes values of its `override` declarations
   * @param buffers in the order of its bindings
   * @throws Error where the browser or the card refuses it
   */
  async add(
    code: string,
    sizes: Record<string, number>,
    buffers: readonly GPUBuffer[],
    groups: Groups,
  ): Promise<void> {
    const pipeline = await this.#compile(code, sizes);
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindings = this.#device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    this.#steps.push({ pipeline, bindings, groups });
  }

  run(commands: GPUCommandEncoder, tokens: number): void {
    const pass = commands.beginComputePass();
    for (const { pipeline, bindings, groups } of this.#steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindings);
      pass.dispatchWorkgroups(...groups(tokens));
    }
    pass.end();
  }

  async #compile(code: string, constants: Record<string, number>): Promise<GPUComputePipeline> {
    const key = code + JSON.stringify(constants);
    const known = this.#pipelines.get(key);
    if (known) return known;
    const module = this.#device.createShaderModule({ code });
    const compute = { module, constants };
    const pipeline = await this.#device.createComputePipelineAsync({ layout: 'auto', compute });
    this.#pipelines.set(key, pipeline);
    return pipeline;
  }
}
