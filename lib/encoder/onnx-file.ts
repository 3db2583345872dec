import { readFields, readPacked } from './protobuf.ts';

/** A constant of a graph. */
export interface Tensor {
  dims: number[];
  /** onnx.TensorProto.DataType: 1 float32, 2 uint8, 3 int8, 6 int32, 7 int64. */
  type: number;
  /** Little-endian, a view into the file. */
  bytes: Uint8Array<ArrayBuffer>;
}

// Field numbers of github.com/onnx/onnx/blob/main/onnx/onnx.proto.
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 };

/**
 * The constants of an ONNX model by name, without the runtime that would run it.
 * @throws Error where the file is no ONNX model.
 */
export function readInitialisers(file: Uint8Array<ArrayBuffer>): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const graph of readFields(file)) {
    if (graph.number !== MODEL_GRAPH || typeof graph.value === 'number') continue;
    for (const { number, value } of readFields(graph.value)) {
      if (number !== GRAPH_INITIALIZER || typeof value === 'number') continue;
      const [name, tensor] = readTensor(value);
      tensors.set(name, tensor);
    }
  }
  return tensors;
}

function readTensor(message: Uint8Array<ArrayBuffer>): [name: string, Tensor] {
  let name = '';
  const tensor: Tensor = { dims: [], type: 0, bytes: new Uint8Array() };
  for (const { number, value } of readFields(message)) {
    if (typeof value === 'number') {
      if (number === TENSOR.type) tensor.type = value;
      if (number === TENSOR.dims) tensor.dims.push(value);
    } else {
      if (number === TENSOR.dims) tensor.dims.push(...readPacked(value));
      if (number === TENSOR.name) name = new TextDecoder().decode(value);
      if (number === TENSOR.raw) tensor.bytes = value;
    }
  }
  return [name, tensor];
}
